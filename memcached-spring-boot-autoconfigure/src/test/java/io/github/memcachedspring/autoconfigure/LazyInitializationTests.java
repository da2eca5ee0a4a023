package io.github.memcachedspring.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.warmup.CacheWarmer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications whose beans are created when they are first asked for: what nobody asks
 * for is there all the same.
 */
@ExtendWith(MemcachedServerExtension.class)
class LazyInitializationTests {

	private final MemcachedServer server;

	LazyInitializationTests(MemcachedServer server) {
		this.server = server;
	}

	private ConfigurableApplicationContext start(String... properties) {
		String[] all = Stream
			.concat(Stream.of("memcached.servers=" + this.server.node(), "spring.main.lazy-initialization=true"),
					Stream.of(properties))
			.toArray(String[]::new);
		return TestApplications.run(List.of(TestApplications.CachingApplication.class, Warmers.class), all);
	}

	@Test
	void announcesThePhaseOfAMigration() {
		try (ConfigurableApplicationContext context = start("memcached.cache.key-prefix=lazy",
				"memcached.migration.phase=read-through", "memcached.migration.from.servers=127.0.0.1:1")) {
			Awaitility.await()
				.until(() -> this.server.command("mg lazy:phase::read-through s").startsWith("HD")
						&& context.isActive());
		}
	}

	@Test
	void isWarmWhenItHasStarted() {
		try (ConfigurableApplicationContext context = start("memcached.cache.key-prefix=warm")) {
			assertThat(context.isActive()).isTrue();
			assertThat(MigrationContexts.holds(this.server, "warm:c:books:s=emma")).isTrue();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Warmers {

		@Bean
		CacheWarmer<String> warmer() {
			return CacheWarmer.loading("books", () -> Stream.of("emma"), (key) -> "value");
		}

	}

}
