package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.annotation.InvalidCacheTtlException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@code @CacheTtl} that cannot be used.
 */
final class InvalidCacheTtlFailureAnalyzer extends AbstractFailureAnalyzer<InvalidCacheTtlException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidCacheTtlException cause) {
		String description = "@CacheTtl(\"%s\") on '%s' cannot be used: %s.".formatted(cause.getValue(),
				cause.getLocation(), cause.getReason());
		return new FailureAnalysis(description, cause.getAction() + ".", cause);
	}

}
