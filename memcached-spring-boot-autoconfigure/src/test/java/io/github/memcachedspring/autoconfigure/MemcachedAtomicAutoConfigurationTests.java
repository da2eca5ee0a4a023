package io.github.memcachedspring.autoconfigure;

import java.util.concurrent.CompletableFuture;

import io.github.memcachedspring.atomic.AtomicResult;
import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.atomic.CountResult;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Tests for {@link MemcachedAtomicAutoConfiguration}. */
@ExtendWith(MemcachedServerExtension.class)
@Tag(MemcachedServer.CONTRACT)
class MemcachedAtomicAutoConfigurationTests {

	private final MemcachedServer server;

	private final ApplicationContextRunner runner;

	MemcachedAtomicAutoConfigurationTests(MemcachedServer server) {
		this.server = server;
		this.runner = TestContexts.withCaching(server.node())
			.withPropertyValues("memcached.cache.key-prefix=shop", "memcached.cache.jitter=0");
	}

	@Test
	void updatesUnderTheKeysOfTheApplication() {
		this.runner.withPropertyValues("memcached.atomic.time-to-live=90s").run((context) -> {
			Connections.await(context);
			assertThat(
					template(context).updateAndGet("visitors", Long.class, MemcachedAtomicAutoConfigurationTests::next))
				.isOne();
			assertThat(this.server.command("mg shop:a::visitors t")).matches("HD t(89|90)");
		});
	}

	@Test
	void countsUnderTheKeysOfTheApplication() {
		this.runner.withPropertyValues("memcached.atomic.time-to-live=90s").run((context) -> {
			Connections.await(context);
			CountResult count = context.getBean(MemcachedCounters.class).increment("requests");
			assertThat(count).isEqualTo(new CountResult.Counted(1));
			assertThat(this.server.command("mg shop:n::requests v t")).matches("VA 1 t(89|90)\\R?1");
		});
	}

	@Test
	void changesTheEntriesOfCaches() {
		this.runner.withPropertyValues("memcached.cache.caches.stock.time-to-live=80s").run((context) -> {
			Connections.await(context);
			template(context).on("stock").updateAndGet(7L, Long.class, MemcachedAtomicAutoConfigurationTests::next);
			assertThat(context.getBean(CacheManager.class).getCache("stock").get(7L).get()).isEqualTo(1L);
		});
	}

	@Test
	void saysWhyThereIsNoCache() {
		TestContexts.with(this.server.node())
			.run((context) -> assertThatIllegalStateException().isThrownBy(() -> template(context).on("stock"))
				.withMessageContaining("'stock'")
				.withMessageContaining("enable caching"));
		this.runner.withPropertyValues("spring.cache.cache-names=books")
			.run((context) -> assertThatIllegalStateException().isThrownBy(() -> template(context).on("stock"))
				.withMessage("There is no cache 'stock'; there are [books]"));
	}

	@Test
	void appliesTheRetryPolicy() {
		this.runner
			.withPropertyValues("memcached.atomic.retry.max-attempts=1", "memcached.atomic.retry.max-time=5s",
					"memcached.atomic.retry.first-delay=2ms", "memcached.atomic.retry.longest-delay=4ms")
			.run((context) -> {
				Connections.await(context);
				AtomicUpdateTemplate template = template(context);
				assertThat(template.update("contended", Long.class, (value) -> {
					CompletableFuture.runAsync(() -> this.server.command("ms shop:a::contended 1 T60\r\nx")).join();
					return 1L;
				})).isInstanceOfSatisfying(AtomicResult.Conflict.class,
						(conflict) -> assertThat(conflict.attempts()).isOne());
			});
	}

	@ParameterizedTest
	@CsvSource({ "time-to-live, 500ms, atomicUpdateTemplate", "time-to-live, 500ms, memcachedCounters",
			"retry.max-attempts, 0, atomicUpdateTemplate", "retry.max-time, 0s, atomicUpdateTemplate",
			"retry.first-delay, -1ms, atomicUpdateTemplate", "retry.longest-delay, 0ms, atomicUpdateTemplate" })
	void namesThePropertyThatIsOutOfRange(String property, String value, String bean) {
		this.runner.withPropertyValues("memcached.atomic.%s=%s".formatted(property, value))
			.run((context) -> assertThatExceptionOfType(Exception.class).isThrownBy(() -> context.getBean(bean))
				.havingRootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo("memcached.atomic." + property)));
	}

	@Test
	void backsOffBeforeBeansOfTheApplication() {
		this.runner.withBean("mine", MemcachedCounters.class, () -> null)
			.run((context) -> assertThat(context.getBeanNamesForType(MemcachedCounters.class)).containsExactly("mine"));
	}

	@Test
	void createsNothingUntilItIsAskedFor() {
		this.runner.run((context) -> assertThat(context.getBeanFactory().getSingletonNames())
			.doesNotContain("atomicUpdateTemplate", "memcachedCounters"));
	}

	private static AtomicUpdateTemplate template(ApplicationContext context) {
		return context.getBean(AtomicUpdateTemplate.class);
	}

	private static Long next(@Nullable Long value) {
		return (value != null) ? value + 1 : 1;
	}

}
