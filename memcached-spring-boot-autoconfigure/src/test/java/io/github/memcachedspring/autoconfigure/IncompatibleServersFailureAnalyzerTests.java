package io.github.memcachedspring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.memcachedspring.client.IncompatibleServersException;
import io.github.memcachedspring.client.MemcachedNode;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IncompatibleServersFailureAnalyzer}.
 */
class IncompatibleServersFailureAnalyzerTests {

	@Test
	void listsTheServersWithWhatWasFound() {
		Map<MemcachedNode, String> refusals = new LinkedHashMap<>();
		refusals.put(new MemcachedNode("one", 1), "100% wrong");
		refusals.put(new MemcachedNode("two", 2), "too old");
		IncompatibleServersException failure = new IncompatibleServersException(refusals);
		FailureAnalysis analysis = new IncompatibleServersFailureAnalyzer()
			.analyze(new IllegalStateException("creation of a bean failed", failure));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription().lines()).containsExactly(
				"The memcached servers answer, but none of them can be used:", "", "    - one:1: 100% wrong",
				"    - two:2: too old");
		assertThat(analysis.getAction()).startsWith("Use memcached 1.6.13 or later").endsWith(".");
		assertThat(analysis.getCause()).isSameAs(failure);
	}

	@Test
	void leavesOtherFailuresToOthers() {
		assertThat(new IncompatibleServersFailureAnalyzer().analyze(new IllegalStateException())).isNull();
	}

}
