package io.github.memcachedspring.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.guard.GuardSettings;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of nodes that join and leave while a cache is used.
 */
@Tag("fault")
class ChangingNodesTests {

	private static final int THREADS = 8;

	private static final int KEYS = 40;

	private static final String CACHE = "changing";

	/** As the README says how keys are made. */
	private static final KeySpace SPACE = KeySpace.of("", "c", CACHE);

	private final List<MemcachedServer> servers = Stream.generate(MemcachedServer::start).limit(4).toList();

	private final XMemcachedOperations engine = XMemcachedOperations
		.connect(XMemcachedSettings.ofDiscovered(nodes(0b11)).timeout(Duration.ofSeconds(5)));

	private final GuardedOperations operations = new GuardedOperations(this.engine, this.engine::close,
			GuardSettings.DEFAULTS, Duration.ofMinutes(1));

	private final Cache cache = cache();

	private final Map<String, AtomicLong> rows = new ConcurrentHashMap<>();

	/** The versions that no caller may see anything older of. */
	private final Map<String, Long> announced = new ConcurrentHashMap<>();

	private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();

	private final LongAdder calls = new LongAdder();

	private final LongAdder loads = new LongAdder();

	private volatile boolean stopped;

	ChangingNodesTests() {
		this.engine.addListener(this.operations);
	}

	private Cache cache() {
		Transcoder transcoder = Transcoder.of(ObjectCodec.jdk(TrustedTypes.ofPackages(), null), Compression.defaults());
		return Objects
			.requireNonNull(MemcachedCacheManager.builder(this.operations, MemcachedCacheConfiguration.of(transcoder))
				.build()
				.getCache(CACHE));
	}

	@AfterEach
	void close() {
		this.operations.close();
		this.servers.forEach(MemcachedServer::close);
	}

	/** Nodes that come back have missed all that was removed meanwhile. */
	@Test
	void nothingIsNoticedOfNodesThatComeAndGo() throws Exception {
		awaitConnections();
		long seed = System.nanoTime();
		List<Thread> threads = start(seed);
		Random random = new Random(seed);
		int changes = Extent.of(1000, 60);
		for (int i = 0; i < changes; i++) {
			this.engine.setNodes(nodes(randomSet(random)));
			if (random.nextInt(3) > 0) {
				awaitConnections();
			}
			Extent.lasts(Duration.ofMillis(random.nextInt(60)));
		}
		this.stopped = true;
		for (Thread thread : threads) {
			thread.join(30_000);
			assertThat(thread.isAlive()).as("a caller hangs").isFalse();
		}
		System.out.printf("%d changes of the nodes, %d calls, %d loads, %d mistakes, seed %d%n", changes,
				this.calls.sum(), this.loads.sum(), this.mistakes.size(), seed);
		assertThat(this.mistakes).as("seed %d", seed).isEmpty();
		assertThat(this.loads.sum()).as("there are hits").isLessThan(this.calls.sum() * 7 / 10);
	}

	/** Mostly two nodes stay: they keep what they hold of the keys of others. */
	private static int randomSet(Random random) {
		return (random.nextInt(4) > 0) ? 0b11 | random.nextInt(4) << 2 : 1 + random.nextInt(15);
	}

	@Test
	void keysOfNodesThatStayAreHitsWhateverOthersDo() {
		awaitConnections();
		MemcachedNode third = this.servers.get(2).node();
		List<String> keys = IntStream.range(0, 300).mapToObj((i) -> "stays" + i).toList();
		keys.forEach(this::read);
		int moved = 0;
		int misses = 0;
		for (int i = 0; i < 10; i++) {
			this.engine.setNodes(nodes((i % 2 == 0) ? 0b111 : 0b011));
			awaitConnections();
			for (String key : keys) {
				boolean isOnThird = this.operations.nodeOf(SPACE.key("s=" + key)).equals(third);
				AtomicInteger loaded = new AtomicInteger();
				read(key, loaded);
				moved += isOnThird ? 1 : 0;
				misses += isOnThird ? 0 : loaded.get();
			}
		}
		System.out.printf("third node came and went 5 times: %d of %d keys there each time, %d misses elsewhere%n",
				moved / 5, keys.size(), misses);
		assertThat(moved).isPositive();
		assertThat(misses).isZero();
	}

	private List<Thread> start(long seed) {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			Random random = new Random(seed + 1 + i);
			Thread thread = new Thread(() -> {
				while (!this.stopped) {
					callOnce("k" + random.nextInt(KEYS), random.nextInt(1000));
				}
			}, "caller");
			thread.setDaemon(true);
			threads.add(thread);
			thread.start();
		}
		return threads;
	}

	private void callOnce(String key, int kind) {
		this.calls.increment();
		try {
			if (kind < 200) {
				long version = row(key).incrementAndGet();
				this.cache.evict(key);
				this.announced.merge(key, version, Math::max);
			}
			else if (kind == 200) {
				List<String> all = List.copyOf(this.rows.keySet());
				Map<String, Long> versions = new ConcurrentHashMap<>();
				all.forEach((one) -> versions.put(one, row(one).incrementAndGet()));
				this.cache.clear();
				versions.forEach((one, version) -> this.announced.merge(one, version, Math::max));
			}
			else {
				read(key);
			}
		}
		catch (RuntimeException ex) {
			this.mistakes.add("%d: %s".formatted(kind, ex));
		}
	}

	private void read(String key) {
		AtomicInteger loaded = new AtomicInteger();
		long floor = this.announced.getOrDefault(key, 0L);
		long version = read(key, loaded);
		this.loads.add(loaded.get());
		if (version < floor) {
			this.mistakes.add("version %d of '%s' was seen after %d was announced".formatted(version, key, floor));
		}
		if (loaded.get() > 1) {
			this.mistakes.add("loaded %d times".formatted(loaded.get()));
		}
	}

	private long read(String key, AtomicInteger loaded) {
		Long version = this.cache.get(key, () -> {
			loaded.incrementAndGet();
			return row(key).get();
		});
		return (version != null) ? version : 0;
	}

	private AtomicLong row(String key) {
		return this.rows.computeIfAbsent(key, (name) -> new AtomicLong(1));
	}

	private List<MemcachedNode> nodes(int set) {
		return IntStream.range(0, this.servers.size())
			.filter((i) -> (set & 1 << i) != 0)
			.mapToObj((i) -> this.servers.get(i).node())
			.toList();
	}

	private void awaitConnections() {
		App.waitUntil(() -> this.engine.nodes().stream().allMatch(this.engine::isConnected));
	}

}
