package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.annotation.CacheTtl;
import io.github.memcachedspring.annotation.CacheTtlSource;
import io.github.memcachedspring.annotation.CacheTtlValidator;
import io.github.memcachedspring.annotation.InvalidCacheTtlException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.cache.interceptor.CacheAspectSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link InvalidCacheTtlFailureAnalyzer}.
 */
class InvalidCacheTtlFailureAnalyzerTests {

	@Test
	void tellsPlaceValueRuleAndWayOut() {
		InvalidCacheTtlException failure = failureOf(new Finder());
		FailureAnalysis analysis = new InvalidCacheTtlFailureAnalyzer()
			.analyze(new IllegalStateException("creation of a bean failed", failure));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription())
			.isEqualTo("@CacheTtl(\"soon\") on '%s.soon()' cannot be used: 'soon' is ".formatted(Finder.class.getName())
					+ "not a duration.");
		assertThat(analysis.getAction()).startsWith("Set a duration such as '30s'").endsWith(".");
		assertThat(analysis.getCause()).isSameAs(failure);
	}

	@Test
	void leavesOtherFailuresToOthers() {
		assertThat(new InvalidCacheTtlFailureAnalyzer().analyze(new IllegalStateException())).isNull();
	}

	private static InvalidCacheTtlException failureOf(Object bean) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.addEmbeddedValueResolver((text) -> text);
		beans.registerSingleton("source", new CacheTtlSource(beans));
		CacheTtlValidator validator = new CacheTtlValidator(beans.getBeanProvider(CacheTtlSource.class),
				beans.getBeanProvider(CacheAspectSupport.class));
		return catchThrowableOfType(InvalidCacheTtlException.class,
				() -> validator.postProcessAfterInitialization(bean, "finder"));
	}

	static class Finder {

		@CacheTtl("soon")
		String soon() {
			return "";
		}

	}

}
