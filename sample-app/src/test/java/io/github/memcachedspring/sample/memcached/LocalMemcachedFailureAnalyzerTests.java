package io.github.memcachedspring.sample.memcached;

import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

class LocalMemcachedFailureAnalyzerTests {

	@Test
	void isFoundByBootAndNamesAllWaysOut() {
		FailureAnalyzer analyzer = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, (type, name, failure) -> {
			})
			.stream()
			.filter(LocalMemcachedFailureAnalyzer.class::isInstance)
			.findFirst()
			.orElseThrow();
		FailureAnalysis analysis = analyzer
			.analyze(new IllegalStateException(new LocalMemcachedException("there is none")));
		assertThat(analysis.getDescription()).isEqualTo("there is none");
		assertThat(analysis.getAction()).contains("install memcached", "set 'sample.memcached'",
				"set 'memcached.servers'");
	}

}
