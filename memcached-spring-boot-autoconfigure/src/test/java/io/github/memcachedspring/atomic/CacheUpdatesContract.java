package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Updates of the key {@code 1L} of a cache that no other test has.
 */
@Tag(MemcachedServer.CONTRACT)
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(MemcachedServerExtension.class)
@SuppressWarnings("NullAway.Init")
abstract class CacheUpdatesContract {

	static final Object KEY = 1L;

	static final Expiration MINUTE = Expiration.after(Duration.ofMinutes(1));

	private static final BiConsumer<String, List<?>> NOTHING = (verb, arguments) -> {
	};

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private final AtomicReference<BiConsumer<String, List<?>>> interference = new AtomicReference<>(NOTHING);

	private final List<MemcachedCacheManager> managers = new ArrayList<>();

	MemcachedServer server;

	/** What nothing interferes with. */
	XMemcachedOperations operations;

	AtomicUpdateTemplate template;

	MemcachedCache cache;

	AtomicUpdates<Object> updates;

	private MemcachedOperations intercepted;

	@BeforeAll
	void connect(MemcachedServer server) {
		this.server = server;
		this.operations = AtomicUpdatesContract.connect(AtomicUpdatesContract.TIMEOUT, server.node());
		this.intercepted = Intercepted.before(this.operations,
				(verb, arguments) -> this.interference.get().accept(verb, arguments));
		this.template = AtomicUpdateTemplate.builder(this.intercepted, AtomicUpdatesContract.JSON)
			.retry(RetryPolicy.defaults().maxTime(Duration.ofSeconds(30)))
			.build();
	}

	@BeforeEach
	void createCache() {
		configure((configuration) -> configuration);
	}

	/** Uses another cache, with other settings, from here on. */
	final void configure(UnaryOperator<MemcachedCacheConfiguration> settings) {
		this.cache = cache("books" + NUMBER.incrementAndGet(), settings);
		this.updates = this.template.on(this.cache);
	}

	/** Returns a cache as another instance of the application has it. */
	final MemcachedCache cache(String name, UnaryOperator<MemcachedCacheConfiguration> settings) {
		MemcachedCacheConfiguration configuration = MemcachedCacheConfiguration.of(AtomicUpdatesContract.JSON)
			.jitter(0)
			.timeToLive(Duration.ofSeconds(500))
			.clearPropagation(Duration.ofHours(1));
		MemcachedCacheManager manager = MemcachedCacheManager.builder(this.intercepted, settings.apply(configuration))
			.build();
		this.managers.add(manager);
		return (MemcachedCache) manager.getCache(name);
	}

	@AfterEach
	void closeCaches() {
		this.interference.set(NOTHING);
		this.managers.forEach(MemcachedCacheManager::destroy);
		this.managers.clear();
	}

	@AfterAll
	void close() {
		this.template.destroy();
		this.operations.close();
	}

	/** Acts once before the next verb of that name. */
	final void before(String verb, Runnable action) {
		this.interference.set((name, arguments) -> {
			if (name.equals(verb)) {
				this.interference.set(NOTHING);
				action.run();
			}
		});
	}

	static UnaryOperator<@Nullable Long> plusOne() {
		return (value) -> (value != null) ? value + 1 : 1;
	}

	final AtomicResult<Long> increment() {
		return this.updates.update(KEY, Long.class, plusOne());
	}

	/** Returns a function that acts between the read and the store of its first run. */
	static UnaryOperator<@Nullable Long> plusOneAfter(Runnable action) {
		AtomicInteger runs = new AtomicInteger();
		return (value) -> {
			if (runs.incrementAndGet() == 1) {
				action.run();
			}
			return plusOne().apply(value);
		};
	}

	final MemcachedKey wireKey() {
		return wireKey("l=1");
	}

	final MemcachedKey wireKey(String key) {
		return KeySpace.of("", "c", this.cache.getName()).key(key);
	}

	final void leave(byte[] bytes) {
		this.operations.put(wireKey(), bytes, MINUTE).await();
	}

	final @Nullable Item find() {
		return this.operations.get(wireKey()).await();
	}

	final Item item() {
		Item item = find();
		assertThat(item).isNotNull();
		return item;
	}

	final long remainingSeconds() {
		return item().remainingSeconds();
	}

	static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * A load that has begun and ends when it is told to.
	 */
	static final class Load {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch end = new CountDownLatch(1);

		private final CompletableFuture<@Nullable Long> result;

		Load(MemcachedCache cache, long value) {
			this.result = CompletableFuture.supplyAsync(() -> cache.get(KEY, () -> {
				this.begun.countDown();
				assertThat(this.end.await(60, TimeUnit.SECONDS)).isTrue();
				return value;
			}), (task) -> new Thread(task).start());
			await(this.begun);
		}

		@Nullable Long end() {
			this.end.countDown();
			return this.result.join();
		}

	}

}
