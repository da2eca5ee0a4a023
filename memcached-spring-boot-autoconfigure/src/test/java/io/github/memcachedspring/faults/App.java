package io.github.memcachedspring.faults;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedCacheAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedCacheTtlAutoConfiguration;
import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.cache.MemcachedCacheStatistics;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.NodeStatus;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with a {@link Shop}, as the starter makes it.
 */
final class App implements AutoCloseable {

	/** What most of the applications here have set as {@code memcached.timeout}. */
	static final Duration TIMEOUT = Duration.ofMillis(200);

	/** For what has nothing to do with servers that are late. */
	static final String PATIENT = "memcached.timeout=5s";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final Map<String, AtomicLong> rows;

	private final Shop shop;

	private App(Map<String, AtomicLong> rows, @Nullable ClassLoader classLoader, String... properties) {
		this.rows = rows;
		if (classLoader != null) {
			this.context.setClassLoader(classLoader);
		}
		TestPropertyValues.of("memcached.timeout=" + TIMEOUT.toMillis() + "ms").and(properties).applyTo(this.context);
		this.context.registerBean(Shop.class, () -> new Shop(rows));
		this.context.register(Caching.class, MemcachedAutoConfiguration.class, MemcachedCacheAutoConfiguration.class,
				MemcachedCacheTtlAutoConfiguration.class);
		this.context.refresh();
		this.shop = this.context.getBean(Shop.class);
	}

	/** Starts an application and waits until it has read from memcached. */
	static App on(int port, String... properties) {
		App app = unconnected(port, properties);
		app.awaitHit("first");
		return app;
	}

	static App unconnected(int port, String... properties) {
		return on("127.0.0.1:" + port, properties);
	}

	static App on(String servers, String... properties) {
		return new App(new ConcurrentHashMap<>(), null, with(servers, properties));
	}

	/** Starts another instance of the same application, with the same rows. */
	static App beside(App other, int port, String... properties) {
		App app = new App(other.rows, null, with("127.0.0.1:" + port, properties));
		app.awaitHit("first");
		return app;
	}

	/** Starts an application with classes of its own. */
	static App with(ClassLoader classLoader, int port, String... properties) {
		App app = new App(new ConcurrentHashMap<>(), classLoader, with("127.0.0.1:" + port, properties));
		app.awaitHit("first");
		return app;
	}

	private static String[] with(String servers, String... properties) {
		String[] all = new String[properties.length + 1];
		all[0] = "memcached.servers=" + servers;
		System.arraycopy(properties, 0, all, 1, properties.length);
		return all;
	}

	Shop shop() {
		return this.shop;
	}

	/** Returns how the only node is doing. */
	NodeStatus node() {
		return status().status().get(0);
	}

	/** Whether all nodes are in use and nothing has to be made up for. */
	boolean isSettled() {
		return status().status().stream().allMatch((node) -> node.pendingDeletes() == 0 && !node.leftAlone());
	}

	GuardedOperations status() {
		return this.context.getBean(GuardedOperations.class);
	}

	MemcachedCache cache() {
		return (MemcachedCache) Objects
			.requireNonNull(this.context.getBean(MemcachedCacheManager.class).getCache(Shop.CACHE));
	}

	MemcachedCacheStatistics statistics() {
		return cache().getStatistics();
	}

	boolean isHit(String key) {
		AtomicInteger loads = new AtomicInteger();
		String value = this.shop.plain(key, loads);
		assertThat(Shop.version(key, value)).as(value).isPositive();
		return loads.get() == 0;
	}

	/** Reads until a value is found, and returns how long that took. */
	Duration awaitHit(String key) {
		long start = System.nanoTime();
		waitUntil(() -> isHit(key));
		return Duration.ofNanos(System.nanoTime() - start);
	}

	static void waitUntil(Callable<Boolean> condition) {
		Awaitility.await()
			.pollInSameThread()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.atMost(PATIENCE)
			.until(condition);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

}
