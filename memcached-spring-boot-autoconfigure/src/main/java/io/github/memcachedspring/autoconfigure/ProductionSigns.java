package io.github.memcachedspring.autoconfigure;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.Environment;

/**
 * By what it is seen that an application runs in production.
 */
final class ProductionSigns {

	private static final Set<String> NAMES = Set.of("prod", "production", "live");

	private ProductionSigns() {
	}

	/**
	 * Looks for a sign: a profile that is, or has as one of its parts, {@code prod},
	 * {@code production} or {@code live}, or a cloud platform.
	 * @param environment the environment
	 * @return the sign, or {@code null} if there is none
	 */
	static @Nullable String find(Environment environment) {
		String[] active = environment.getActiveProfiles();
		for (String profile : (active.length > 0) ? active : environment.getDefaultProfiles()) {
			if (isProduction(profile)) {
				return "profile '%s'".formatted(profile);
			}
		}
		CloudPlatform platform = CloudPlatform.getActive(environment);
		return (platform != null && platform != CloudPlatform.NONE) ? "cloud platform '%s'".formatted(platform) : null;
	}

	private static boolean isProduction(String profile) {
		for (String part : profile.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
			if (NAMES.contains(part)) {
				return true;
			}
		}
		return false;
	}

}
