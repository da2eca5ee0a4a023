package io.github.memcachedspring.benchmarks;

import java.util.function.IntFunction;

import io.github.memcachedspring.cache.MemcachedCache;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.cache.Cache.ValueWrapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HitFixture}.
 */
class HitFixtureTests {

	@ParameterizedTest
	@ValueSource(strings = { "string", "record" })
	void hitsInMemory(String kind) {
		IntFunction<Object> values = HitFixture.values(kind);
		MemcachedCache cache = HitFixture.cache(new MemoryOperations(), values);
		long before = cache.getStatistics().hits();
		ValueWrapper found = cache.get(HitFixture.key(7));
		assertThat(found).isNotNull();
		assertThat(found.get()).isEqualTo(values.apply(7)).isNotEqualTo(values.apply(8));
		assertThat(cache.getStatistics().hits()).isEqualTo(before + 1);
		assertThat(cache.getStatistics().misses()).isZero();
	}

}
