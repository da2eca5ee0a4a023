package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.Undisturbed;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that callers of annotated methods notice nothing of a server's death but the
 * work.
 */
class OutageTests {

	private static final int THREADS = 8;

	private static final int KEYS = 50;

	private Load load = new Load();

	@Test
	void callersGetTheirValuesWhileTheServerDiesAndComesBack() throws Exception {
		Undisturbed.run(this::callWhileTheServerDiesAndComesBack);
	}

	private void callWhileTheServerDiesAndComesBack() throws Exception {
		this.load.stopped = true;
		this.load = new Load();
		try (MemcachedServer server = MemcachedServer.start();
				ConfigurableApplicationContext context = TestApplications.run(
						List.of(TestApplications.CachingApplication.class, Shop.class),
						"memcached.servers=" + server.node(), "spring.main.log-startup-info=false")) {
			Shop shop = context.getBean(Shop.class);
			List<Future<?>> callers = startCallers(shop);
			awaitCalls(2000);
			server.kill();
			awaitCalls(2000);
			server.restart();
			long back = System.nanoTime();
			awaitHits(shop);
			Duration pause = Duration.ofNanos(System.nanoTime() - back);
			this.load.stopped = true;
			for (Future<?> caller : callers) {
				caller.get();
			}
			System.out.printf("%d calls, %d loads; hits again %d ms after the restart%n", this.load.calls.sum(),
					this.load.loads.sum(), pause.toMillis());
			assertThat(this.load.failures).as("stale values and failures").isEmpty();
			assertThat(pause).isLessThan(Duration.ofSeconds(2));
		}
	}

	private List<Future<?>> startCallers(Shop shop) {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS, (task) -> {
			Thread thread = new Thread(task, "caller");
			thread.setDaemon(true);
			return thread;
		});
		List<Future<?>> callers = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			callers.add(executor.submit(() -> this.load.run(shop)));
		}
		executor.shutdown();
		return callers;
	}

	private void awaitCalls(int count) {
		long before = this.load.calls.sum();
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> this.load.calls.sum() > before + count || !this.load.failures.isEmpty());
	}

	/** Waits until a key that is stored once is found, by each way to ask. */
	private static void awaitHits(Shop shop) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> isHit((loads) -> shop.plain("probe", loads))
					&& isHit((loads) -> shop.future("probe", loads).join())
					&& isHit((loads) -> shop.mono("probe", loads).block()));
	}

	private static boolean isHit(Consumer<AtomicInteger> call) {
		AtomicInteger loads = new AtomicInteger();
		call.accept(loads);
		return loads.get() == 0;
	}

	/** Calls methods until it is stopped, and keeps what must not be. */
	private static final class Load {

		private final LongAdder calls = new LongAdder();

		private final LongAdder loads = new LongAdder();

		private final Map<String, String> failures = new ConcurrentHashMap<>();

		private volatile boolean stopped;

		void run(Shop shop) {
			while (!this.stopped) {
				ThreadLocalRandom random = ThreadLocalRandom.current();
				String key = "key" + random.nextInt(KEYS);
				AtomicInteger loads = new AtomicInteger();
				switch (random.nextInt(8)) {
					case 0, 1 -> call("plain", key, loads, () -> shop.plain(key, loads));
					case 2, 3 -> call("sync", key, loads, () -> shop.sync(key, loads));
					case 4 -> call("future", key, loads, () -> shop.future(key, loads).join());
					case 5 -> call("mono", key, loads, () -> shop.mono(key, loads).block());
					case 6 -> call("put", key, loads, () -> shop.put(key));
					default -> call("evict", key, loads, () -> shop.evict(key));
				}
			}
		}

		private void call(String method, String key, AtomicInteger loads, Callable<String> action) {
			try {
				String value = action.call();
				if (!value.equals("value of " + key)) {
					this.failures.put(method, "got '%s' for '%s'".formatted(value, key));
				}
				if (loads.get() > 1) {
					this.failures.put(method, "loaded %d times".formatted(loads.get()));
				}
			}
			catch (Exception ex) {
				this.failures.put(method, String.valueOf(ex));
			}
			this.loads.add(loads.get());
			this.calls.increment();
		}

	}

	static class Shop {

		@Cacheable(cacheNames = "shop", key = "#key")
		String plain(String key, AtomicInteger loads) {
			return load(key, loads);
		}

		@Cacheable(cacheNames = "shop", key = "#key", sync = true)
		String sync(String key, AtomicInteger loads) {
			return load(key, loads);
		}

		@Cacheable(cacheNames = "shop", key = "#key")
		CompletableFuture<String> future(String key, AtomicInteger loads) {
			return CompletableFuture.supplyAsync(() -> load(key, loads));
		}

		@Cacheable(cacheNames = "shop", key = "#key")
		Mono<String> mono(String key, AtomicInteger loads) {
			return Mono.fromSupplier(() -> load(key, loads));
		}

		@CachePut("shop")
		String put(String key) {
			return "value of " + key;
		}

		@CacheEvict("shop")
		String evict(String key) {
			return "value of " + key;
		}

		private static String load(String key, AtomicInteger loads) {
			loads.incrementAndGet();
			return "value of " + key;
		}

	}

}
