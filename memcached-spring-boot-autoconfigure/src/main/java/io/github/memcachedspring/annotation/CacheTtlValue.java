package io.github.memcachedspring.annotation;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;
import org.springframework.util.StringValueResolver;

/**
 * The duration that the value of a {@link CacheTtl @CacheTtl} stands for.
 */
final class CacheTtlValue {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final String WAY_OUT = "Set a duration such as '30s', '10m' or 'PT1H30M', "
			+ "or remove the annotation for the time to live of the cache";

	private final CacheTtlDeclaration declaration;

	private final StringValueResolver resolver;

	private CacheTtlValue(CacheTtlDeclaration declaration, StringValueResolver resolver) {
		this.declaration = declaration;
		this.resolver = resolver;
	}

	static Duration of(CacheTtlDeclaration declaration, StringValueResolver resolver) {
		return new CacheTtlValue(declaration, resolver).toDuration();
	}

	private Duration toDuration() {
		String text = resolve();
		Duration duration = parse(text);
		if (duration.compareTo(SHORTEST) < 0) {
			throw invalid("the time to live must be at least 1 s, but '%s' is %s".formatted(text, duration), null);
		}
		return duration;
	}

	private String resolve() {
		String text = resolvePlaceholders();
		if (!StringUtils.hasText(text)) {
			throw invalid("the time to live must not be empty", null);
		}
		return text.strip();
	}

	private @Nullable String resolvePlaceholders() {
		try {
			return this.resolver.resolveStringValue(this.declaration.value());
		}
		catch (RuntimeException ex) {
			throw invalid("the value cannot be resolved: " + ex.getMessage(), ex);
		}
	}

	private Duration parse(String text) {
		try {
			return DurationStyle.detectAndParse(text);
		}
		catch (IllegalArgumentException ex) {
			String hint = text.contains("${") ? " (is the property set?)" : "";
			throw invalid("'%s' is not a duration%s".formatted(text, hint), ex);
		}
	}

	private InvalidCacheTtlException invalid(String reason, @Nullable Throwable cause) {
		return new InvalidCacheTtlException(this.declaration, reason, WAY_OUT, cause);
	}

}
