package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.discovery.NodeDiscovery;
import io.github.memcachedspring.test.ConfigurationEndpoint;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications whose servers are found.
 */
@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
class DiscoveryTests {

	private static final int THREADS = 8;

	private static final int KEYS = 20;

	private final ConfigurationEndpoint endpoint = ConfigurationEndpoint.start();

	private final List<MemcachedServer> servers = Stream.generate(MemcachedServer::start).limit(3).toList();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MemcachedAutoConfiguration.class))
		.withPropertyValues("memcached.discovery.endpoint=" + this.endpoint.node(), "memcached.discovery.interval=1s");

	@AfterEach
	void close() {
		this.endpoint.close();
		this.servers.forEach(MemcachedServer::close);
	}

	@Test
	void connectsToTheNodesOfTheEndpoint() {
		tell(1, 0, 1);
		this.runner.run((context) -> {
			MemcachedOperations operations = context.getBean(MemcachedOperations.class);
			waitUntil(() -> Set.copyOf(operations.nodes()).equals(Set.of(node(0), node(1))));
			tell(2, 2, 1);
			waitUntil(() -> Set.copyOf(operations.nodes()).equals(Set.of(node(2), node(1))));
			waitUntil(() -> operations.on(node(2)).ping().await());
		});
		waitUntil(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().equals("memcached-discovery")));
	}

	@Test
	void startsWithoutTheEndpointSaysSoOnceAndFindsTheNodesLater(CapturedOutput output) {
		long start = System.nanoTime();
		try (ConfigurableApplicationContext context = application(this.endpoint.node())) {
			System.out.printf("started without nodes after %d ms%n", (System.nanoTime() - start) / 1_000_000);
			Shop shop = context.getBean(Shop.class);
			shop.store("early", 1);
			assertThat(shop.find("early", new AtomicInteger())).isEqualTo(1);
			shop.evict("early");
			tell(1, 0, 1);
			MemcachedOperations operations = context.getBean(MemcachedOperations.class);
			waitUntil(() -> operations.nodes().size() == 2);
			waitUntil(() -> isHit(shop, "later"));
			assertThat(output.getAll().lines().filter((line) -> line.contains("does not tell the nodes"))).hasSize(1);
		}
	}

	@Test
	void doesNotWaitForAnEndpointThatHangs() {
		CountDownLatch end = new CountDownLatch(1);
		this.endpoint.answer((question) -> {
			try {
				end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return "";
		});
		this.runner.run((context) -> {
			MemcachedOperations operations = context.getBean(MemcachedOperations.class);
			assertThat(operations.nodes()).isEmpty();
			tell(1, 0, 1);
			waitUntil(() -> operations.nodes().size() == 2);
		});
		end.countDown();
	}

	@Test
	void refusesServersBesidesAnEndpoint() {
		this.runner.withPropertyValues("memcached.servers=localhost")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("memcached.servers")
				.hasMessageContaining("memcached.discovery.endpoint")
				.hasMessageContaining("mutually exclusive"));
	}

	@Test
	void refusesValuesThatAreWrong() {
		this.runner.withPropertyValues("memcached.discovery.interval=999ms")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("memcached.discovery.interval")
				.hasMessageContaining("999"));
		this.runner.withPropertyValues("memcached.discovery.endpoint=a b")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("memcached.discovery.endpoint"));
	}

	@Test
	void asksNobodyIfTheApplicationSaysWhereTheServersAre() {
		this.runner.withBean(MemcachedConnectionDetails.class, () -> () -> List.of(node(0))).run((context) -> {
			assertThat(context).doesNotHaveBean(NodeDiscovery.class);
			assertThat(context.getBean(MemcachedOperations.class).nodes()).containsExactly(node(0));
		});
		assertThat(this.endpoint.questions()).isZero();
	}

	@Test
	void takesAnEmptyEndpointForNone() {
		this.runner.withPropertyValues("memcached.discovery.endpoint=", "memcached.servers=" + node(0))
			.run((context) -> assertThat(context.getBean(MemcachedOperations.class).nodes()).containsExactly(node(0)));
	}

	/** Nodes that go have missed all that was evicted meanwhile when they are back. */
	@Test
	void callersGetNoOldValueAndNoExceptionWhileNodesComeAndGo() throws Exception {
		tell(1, 0, 1, 2);
		try (ConfigurableApplicationContext context = application(this.endpoint.node())) {
			Shop shop = context.getBean(Shop.class);
			MemcachedOperations operations = context.getBean(MemcachedOperations.class);
			waitUntil(() -> isHit(shop, "before"));
			ExecutorService executor = Executors.newFixedThreadPool(THREADS);
			List<Future<String>> callers = IntStream.range(0, THREADS)
				.mapToObj((thread) -> executor.submit(() -> call(shop, thread)))
				.toList();
			int rounds = Full.rounds(20, 4);
			int[][] sets = { { 0, 1 }, { 0, 1, 2 }, { 0 }, { 1, 2 } };
			for (int i = 0; i < rounds; i++) {
				int[] set = sets[i % sets.length];
				tell(i + 2, set);
				waitUntil(() -> operations.nodes().size() == set.length && operations.nodes().contains(node(set[0])));
			}
			shop.stop();
			executor.shutdown();
			for (Future<String> caller : callers) {
				assertThat(caller.get(1, TimeUnit.MINUTES)).isEmpty();
			}
			System.out.printf("%d calls, %d loads, nodes changed %d times%n", shop.calls(), shop.loads(), rounds);
			assertThat(shop.loads()).isLessThan(shop.calls());
		}
	}

	/** Returns what was wrong. */
	private static String call(Shop shop, int thread) {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 1; !shop.isStopped(); i++) {
			String key = thread + "-" + random.nextInt(KEYS);
			try {
				if (random.nextInt(4) == 0) {
					shop.store(key, i);
					shop.evict(key);
				}
				AtomicInteger loads = new AtomicInteger();
				int expected = shop.current(key);
				int found = shop.find(key, loads);
				if (found != expected || loads.get() > 1) {
					return "found %d instead of %d, loaded %d times, seed %d".formatted(found, expected, loads.get(),
							seed);
				}
			}
			catch (RuntimeException ex) {
				return ex + ", seed " + seed;
			}
		}
		return "";
	}

	private static ConfigurableApplicationContext application(MemcachedNode endpoint) {
		return TestApplications.run(List.of(TestApplications.CachingApplication.class, Shop.class),
				"memcached.discovery.endpoint=" + endpoint, "memcached.discovery.interval=1s",
				"memcached.embedded.enabled=true", "spring.main.log-startup-info=false");
	}

	private static boolean isHit(Shop shop, String key) {
		AtomicInteger loads = new AtomicInteger();
		shop.find(key, loads);
		return loads.get() == 0;
	}

	private void tell(long version, int... numbers) {
		this.endpoint.tell(version, IntStream.of(numbers).mapToObj(this::node).toArray(MemcachedNode[]::new));
	}

	private MemcachedNode node(int number) {
		return this.servers.get(number).node();
	}

	private static void waitUntil(Callable<Boolean> condition) {
		Awaitility.await()
			.ignoreExceptions()
			.pollInterval(Duration.ofMillis(5))
			.atMost(Duration.ofSeconds(30))
			.until(condition);
	}

	static class Shop {

		private final ConcurrentHashMap<String, Integer> database = new ConcurrentHashMap<>();

		private final LongAdder calls = new LongAdder();

		private final LongAdder loads = new LongAdder();

		private volatile boolean stopped;

		void store(String key, int value) {
			this.database.put(key, value);
		}

		int current(String key) {
			this.calls.increment();
			return this.database.getOrDefault(key, 0);
		}

		@Cacheable(cacheNames = "shop", key = "#key")
		public int find(String key, AtomicInteger loaded) {
			loaded.incrementAndGet();
			this.loads.increment();
			return this.database.getOrDefault(key, 0);
		}

		@CacheEvict("shop")
		public void evict(String key) {
		}

		long calls() {
			return this.calls.sum();
		}

		long loads() {
			return this.loads.sum();
		}

		void stop() {
			this.stopped = true;
		}

		boolean isStopped() {
			return this.stopped;
		}

	}

}
