package io.github.memcachedspring.autoconfigure;

import java.util.stream.Collectors;

import io.github.memcachedspring.client.IncompatibleServersException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that no server can be used.
 */
final class IncompatibleServersFailureAnalyzer extends AbstractFailureAnalyzer<IncompatibleServersException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, IncompatibleServersException cause) {
		String found = cause.getRefusals()
			.entrySet()
			.stream()
			.map((entry) -> "    - %s: %s".formatted(entry.getKey(), entry.getValue()))
			.collect(Collectors.joining(System.lineSeparator()));
		String description = "The memcached servers answer, but none of them can be used:%n%n%s".formatted(found);
		String action = "Use memcached 1.6.13 or later, started without '-C' and '-S', and connect to it directly or through a "
				+ "proxy that passes on its meta commands. The servers are set with 'memcached.servers', those of further clusters with 'memcached.clusters.<name>.servers'.";
		return new FailureAnalysis(description, action, cause);
	}

}
