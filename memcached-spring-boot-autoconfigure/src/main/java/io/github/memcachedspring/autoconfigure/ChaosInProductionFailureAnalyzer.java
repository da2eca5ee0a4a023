package io.github.memcachedspring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that commands are not disturbed in production by mistake.
 */
final class ChaosInProductionFailureAnalyzer extends AbstractFailureAnalyzer<ChaosInProductionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ChaosInProductionException cause) {
		String description = "'memcached.chaos.enabled' is 'true', but this seems to be production: %s is active."
			.formatted(cause.getSign());
		String action = "Remove 'memcached.chaos.enabled'. If commands to memcached really are to be disturbed here, "
				+ "set 'memcached.chaos.allow-in-production' to 'true' as well. For tests that run on a cloud platform "
				+ "there is also 'spring.main.cloud-platform=none'.";
		return new FailureAnalysis(description, action, cause);
	}

}
