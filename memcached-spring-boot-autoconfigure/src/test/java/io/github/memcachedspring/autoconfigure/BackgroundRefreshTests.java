package io.github.memcachedspring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what a cached method finds when it runs in a background refresh.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
class BackgroundRefreshTests {

	private static final ThreadLocal<String> user = new ThreadLocal<>();

	private static final ThreadLocal<String> undecorated = new ThreadLocal<>();

	private final MemcachedServer server;

	private final String isbn = UUID.randomUUID().toString();

	BackgroundRefreshTests(MemcachedServer server) {
		this.server = server;
	}

	@Test
	void findsWhatTheDocumentationSays() {
		try (ConfigurableApplicationContext context = TestApplications.run(
				List.of(TestApplications.CachingApplication.class, Context.class),
				"memcached.servers=" + this.server.node(), "spring.application.name=e2e", "memcached.cache.jitter=0",
				"memcached.cache.time-to-live=12s", "memcached.cache.refresh-ahead=6s",
				"spring.main.log-startup-info=false")) {
			Shelf shelf = context.getBean(Shelf.class);
			Inside inside = context.getBean(Inside.class);
			Outside outside = context.getBean(Outside.class);
			user.set("alice");
			undecorated.set("secret");
			try {
				assertThat(shelf.find(this.isbn)).isEqualTo("load 1");
				Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> isBetween(remainingSeconds(), 0, 5));
				assertThat(shelf.find(this.isbn)).as("answered at once").isEqualTo("load 1");
				Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> remainingSeconds() > 6);
			}
			finally {
				user.remove();
				undecorated.remove();
			}
			assertThat(shelf.loads()).hasSize(2);
			assertThat(shelf.loads().get(1)).containsEntry("user", "alice").containsEntry("undecorated", "null");
			assertThat(shelf.loads().get(1).get("thread")).startsWith("memcached-refresh-");
			assertThat(inside.seen).containsExactly("[%s]".formatted(this.isbn), "[%s]".formatted(this.isbn));
			assertThat(outside.seen).hasSize(2);
			assertThat(shelf.find(this.isbn)).isEqualTo("load 2");
		}
	}

	private static boolean isBetween(int value, int least, int most) {
		return least <= value && value <= most;
	}

	private int remainingSeconds() {
		return Wire.remainingSeconds(this.server, "e2e:c:books:s=" + this.isbn);
	}

	@Configuration(proxyBeanMethods = false)
	static class Context {

		@Bean
		Shelf shelf() {
			return new Shelf();
		}

		@Bean
		Inside inside() {
			return new Inside();
		}

		@Bean
		Outside outside() {
			return new Outside();
		}

		@Bean
		TaskDecorator userDecorator() {
			return (task) -> {
				String caller = user.get();
				return () -> {
					user.set(caller);
					try {
						task.run();
					}
					finally {
						user.remove();
					}
				};
			};
		}

	}

	static class Shelf {

		private final List<Map<String, String>> loads = new CopyOnWriteArrayList<>();

		List<Map<String, String>> loads() {
			return this.loads;
		}

		@Cacheable(cacheNames = "books", sync = true)
		String find(String isbn) {
			Map<String, String> load = new ConcurrentHashMap<>();
			load.put("user", String.valueOf(user.get()));
			load.put("undecorated", String.valueOf(undecorated.get()));
			load.put("thread", Thread.currentThread().getName());
			this.loads.add(load);
			return "load " + this.loads.size();
		}

	}

	@Aspect
	static class Inside {

		final List<String> seen = new CopyOnWriteArrayList<>();

		@Before("execution(* *..BackgroundRefreshTests.Shelf.find(..))")
		void before(JoinPoint joinPoint) {
			this.seen.add(List.of(joinPoint.getArgs()).toString());
		}

	}

	@Aspect
	@Order(1)
	static class Outside {

		final List<String> seen = new CopyOnWriteArrayList<>();

		@Before("execution(* *..BackgroundRefreshTests.Shelf.find(..))")
		void before(JoinPoint joinPoint) {
			this.seen.add(List.of(joinPoint.getArgs()).toString());
		}

	}

}
