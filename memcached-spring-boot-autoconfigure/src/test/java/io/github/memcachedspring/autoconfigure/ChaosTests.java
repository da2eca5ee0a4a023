package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.chaos.ChaosOperations;
import io.github.memcachedspring.client.chaos.ChaosStatistics;
import io.github.memcachedspring.client.chaos.MemcachedChaos;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.test.Undisturbed;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that tests of applications can order trouble, and what callers notice of it.
 */
@ExtendWith(MemcachedServerExtension.class)
class ChaosTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final ApplicationContextRunner runner;

	ChaosTests(MemcachedServer server) {
		this.runner = TestContexts.withCaching(server.node())
			.withBean(Shop.class)
			.withPropertyValues("spring.main.cloud-platform=none", "memcached.timeout=1s",
					"spring.application.name=chaos-" + System.nanoTime());
	}

	@Test
	void isNotThereUnlessItIsAskedFor() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(MemcachedChaos.class).doesNotHaveBean(ClusterLayer.class);
			assertThat(context.getBean(MemcachedOperations.class)).isNotInstanceOf(ChaosOperations.class);
		});
	}

	@Test
	void startsWithWhatPropertiesOrder() {
		this.runner
			.withPropertyValues("memcached.chaos.enabled=true", "memcached.chaos.latency=20ms",
					"memcached.chaos.jitter=5ms", "memcached.chaos.error-rate=0.25", "memcached.chaos.hang=true",
					"memcached.chaos.seed=11")
			.run((context) -> assertThat(context.getBean(MemcachedChaos.class))
				.hasToString("MemcachedChaos[latency 20 ms, jitter 5 ms, error rate 0.25, hang true; seed 11]"));
	}

	@ParameterizedTest
	@CsvSource({ "memcached.chaos.error-rate, 1.5", "memcached.chaos.latency, -1ms", "memcached.chaos.jitter, -1ms" })
	void namesAPropertyThatIsWrong(String property, String value) {
		this.runner.withPropertyValues("memcached.chaos.enabled=true", property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining(property));
	}

	@Test
	void callersNoticeNothingOfErrorsButTheWork() {
		this.runner.withPropertyValues("memcached.chaos.enabled=true", "memcached.chaos.error-rate=1.0")
			.run((context) -> {
				Shop shop = context.getBean(Shop.class);
				for (int i = 0; i < 20; i++) {
					assertThat(loadsOf(shop::plain)).isOne();
					assertThat(loadsOf(shop::sync)).isOne();
					shop.put("key");
					shop.evict("key");
				}
				assertThat(context.getBean(MemcachedChaos.class).getStatistics().failed()).isPositive();
			});
	}

	@Test
	void callersWaitForOneTimeoutAndLoad() throws Exception {
		Undisturbed.run(this::loadAfterATimeout);
	}

	private void loadAfterATimeout() {
		this.runner.withPropertyValues("memcached.chaos.enabled=true").run((context) -> {
			Shop shop = context.getBean(Shop.class);
			MemcachedChaos chaos = context.getBean(MemcachedChaos.class).latency(TIMEOUT.multipliedBy(20));
			long start = System.nanoTime();
			assertThat(loadsOf(shop::plain)).isOne();
			Duration time = Duration.ofNanos(System.nanoTime() - start);
			// The generation is read together with the entry; nothing is stored.
			assertThat(time).isBetween(TIMEOUT, TIMEOUT.multipliedBy(2));
			assertThat(chaos.getStatistics()).isEqualTo(new ChaosStatistics(0, 2, 0, 0));
		});
	}

	@Test
	void hitsAreBackAfterAReset() {
		this.runner.withPropertyValues("memcached.chaos.enabled=true", "memcached.chaos.hang=true").run((context) -> {
			Shop shop = context.getBean(Shop.class);
			MemcachedChaos chaos = context.getBean(MemcachedChaos.class);
			assertThat(loadsOf(shop::plain)).isOne();
			assertThat(chaos.getStatistics().hung()).isPositive();
			chaos.reset();
			Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> loadsOf(shop::plain) == 0);
			assertThat(loadsOf(shop::plain)).isZero();
		});
	}

	private static int loadsOf(Method method) {
		AtomicInteger loads = new AtomicInteger();
		assertThat(method.call("key", loads)).isEqualTo("value of key");
		return loads.get();
	}

	private interface Method {

		String call(String key, AtomicInteger loads);

	}

	static class Shop {

		@Cacheable(cacheNames = "shop", key = "#key")
		public String plain(String key, AtomicInteger loads) {
			loads.incrementAndGet();
			return "value of " + key;
		}

		@Cacheable(cacheNames = "shop", key = "#key", sync = true)
		public String sync(String key, AtomicInteger loads) {
			return plain(key, loads);
		}

		@CachePut("shop")
		public String put(String key) {
			return "value of " + key;
		}

		@CacheEvict("shop")
		public void evict(String key) {
		}

	}

}
