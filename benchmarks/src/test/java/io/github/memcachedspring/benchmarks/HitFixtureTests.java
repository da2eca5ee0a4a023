package io.github.memcachedspring.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.StoreResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;

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

	@Test
	void loadsAndStoresInMemory() {
		MemcachedCache cache = HitFixture.cache(new MemoryOperations(), HitFixture::text);
		assertThat(cache.get("absent", () -> "loaded")).isEqualTo("loaded");
		assertThat(cache.get("absent", () -> "again")).isEqualTo("loaded");
		assertThat(cache.evictIfPresent("absent")).isTrue();
		assertThat(cache.get("absent")).isNull();
	}

	@Test
	void givesOneLeaseInMemory() {
		MemoryOperations operations = new MemoryOperations();
		MemcachedKey key = KeySpace.of("", "c", "products").key("absent");
		Expiration minute = Expiration.after(Duration.ofMinutes(1));
		Item first = operations.getWithLease(key, minute).await();
		Item second = operations.getWithLease(key, minute).await();
		assertThat(first).returns(true, Item::isStub).returns(true, Item::won).returns(false, Item::lost);
		assertThat(second).returns(true, Item::isStub).returns(false, Item::won).returns(true, Item::lost);
		CasToken renewed = operations.renewLease(key, minute, first.token()).await();
		assertThat(operations.fill(key, new byte[] { 1 }, minute, first.token()).await()).isEqualTo(StoreResult.EXISTS);
		assertThat(operations.fill(key, new byte[] { 1 }, minute, renewed).await()).isEqualTo(StoreResult.STORED);
		assertThat(operations.getWithLease(key, minute).await()).returns(false, Item::isStub);
	}

	@ParameterizedTest
	@ValueSource(strings = { "memcached", "simple" })
	void hitsThroughTheProxy(String provider) {
		try (ConfigurableApplicationContext context = ProxyApplication.start(provider)) {
			Cache cache = context.getBean(CacheManager.class).getCache("products");
			HitFixture.fill(cache, HitFixture::text);
			ProxyApplication.Catalog catalog = context.getBean(ProxyApplication.Catalog.class);
			assertThat(catalog.cached(HitFixture.key(7))).isEqualTo(HitFixture.text(7));
			assertThat(catalog.cachedSync(HitFixture.key(7))).isEqualTo(HitFixture.text(7));
			assertThat(cache instanceof MemcachedCache).isEqualTo(provider.equals("memcached"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void everyListenerLetsHitsPassAndThoseWithMetersHearThem(Listener listener) {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		MemcachedCache cache = HitFixture.cache(listener.on(new MemoryOperations(), meters), HitFixture::text);
		assertThat(cache.get(HitFixture.key(7), String.class)).isEqualTo(HitFixture.text(7));
		List<String> names = meters.getMeters().stream().map((meter) -> meter.getId().getName()).distinct().toList();
		assertThat(names).containsExactlyInAnyOrderElementsOf(switch (listener) {
			case NONE, UNHEARD -> List.of();
			case TIMERS -> List.of("memcached.commands");
			case HEARD -> List.of("memcached.command", "memcached.command.active");
		});
	}

}
