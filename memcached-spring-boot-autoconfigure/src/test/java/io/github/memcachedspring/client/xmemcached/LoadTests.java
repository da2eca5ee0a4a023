package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.test.TcpProxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads on one connection, where each checks every answer against what it wrote.
 * The system property {@code test.load.seconds} sets the duration.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class LoadTests {

	static final Duration DURATION = Duration
		.ofSeconds(Integer.getInteger("test.load.seconds", "true".equals(System.getenv("CI")) ? 5 : 3));

	private final MemcachedServer server;

	LoadTests(MemcachedServer server) {
		this.server = server;
	}

	@Test
	void everyAnswerIsThatToItsCommand() throws Exception {
		try (XMemcachedOperations operations = Engines.connect(this.server.node())) {
			NodeSession session = operations.connection(Engines.key("any")).session();
			run("threads", operations, 64, DURATION);
			assertThat(operations.connection(Engines.key("any")).session()).isSameAs(session);
		}
	}

	@Test
	void everyAnswerIsThatToItsCommandWhenBytesComeOneByOne() throws Exception {
		try (TcpProxy proxy = TcpProxy.slicing(this.server.node(), 1);
				XMemcachedOperations operations = Engines.connect(proxy.node())) {
			run("slices", operations, 16, DURATION.dividedBy(3));
		}
	}

	@Test
	void interruptsChangeNoAnswerAndAreKept() throws Exception {
		try (XMemcachedOperations operations = Engines.connect(this.server.node())) {

			AtomicBoolean done = new AtomicBoolean();
			Thread[] threads = Stream.generate(Thread::new).limit(8).toArray(Thread[]::new);
			long deadline = System.nanoTime() + DURATION.dividedBy(2).toNanos();
			List<Long> kept = Parallel.call(threads.length + 1, (thread) -> {
				if (thread == threads.length) {
					while (!done.get()) {
						Arrays.stream(threads).forEach(Thread::interrupt);
						Thread.onSpinWait();
					}
					return 1L;
				}
				threads[thread] = Thread.currentThread();
				Caller caller = new Caller(operations, "interrupted-" + thread, new Random(thread));
				long interrupts = 0;
				while (System.nanoTime() < deadline) {
					Thread.currentThread().interrupt();
					caller.step();
					interrupts += Thread.interrupted() ? 1 : 0;
					caller.steps++;
				}
				done.set(true);
				assertThat(interrupts).as("Calls that kept the flag").isEqualTo(caller.steps);
				return interrupts;
			});
			assertThat(kept).allMatch((count) -> count > 0);
		}
	}

	static void run(String name, XMemcachedOperations operations, int threads, Duration duration) throws Exception {
		long seed = System.nanoTime();
		long deadline = seed + duration.toNanos();
		List<Integer> steps = Parallel.call(threads, (thread) -> {
			Caller caller = new Caller(operations, name + "-" + thread, new Random(seed + thread));
			do {
				caller.step();
				caller.steps++;
			}
			while (System.nanoTime() < deadline);
			return caller.steps;
		});
		System.out.printf("%s: %d threads, %d checked steps in %d ms%n", name, threads,
				steps.stream().mapToInt(Integer::intValue).sum(), duration.toMillis());
	}

	/** Does things to keys of its own. */
	private static final class Caller {

		private final XMemcachedOperations operations;

		private final String name;

		private final MemcachedKey key;

		private final MemcachedKey counter;

		private final Random random;

		private byte @Nullable [] expected;

		private long count;

		private int steps;

		Caller(XMemcachedOperations operations, String name, Random random) {
			this.operations = operations;
			this.name = name;
			this.key = Engines.key(name);
			this.counter = Engines.key(name + "-counter");
			this.random = random;
		}

		void step() {
			switch (this.random.nextInt(8)) {
				case 0, 1 -> put();
				case 2 -> evict();
				case 3 -> add();
				case 4 -> compareAndSet();
				case 5 -> count();
				case 6 -> pipeline();
				default -> check(this.operations.get(this.key).await());
			}
		}

		private void put() {
			byte[] value = value();
			assertThat(this.operations.put(this.key, value, MINUTE).await()).isEqualTo(StoreResult.STORED);
			this.expected = value;
			check(this.operations.get(this.key).await());
		}

		private void evict() {
			assertThat(this.operations.evict(this.key).await()).isEqualTo(this.expected != null);
			this.expected = null;
			check(this.operations.get(this.key).await());
		}

		private void add() {
			byte[] value = value();
			StoreResult result = this.operations.add(this.key, value, MINUTE).await();
			assertThat(result).isEqualTo(this.expected != null ? StoreResult.NOT_STORED : StoreResult.STORED);
			this.expected = (this.expected != null) ? this.expected : value;
		}

		private void compareAndSet() {
			Item item = this.operations.getWithLease(this.key, MINUTE).await();
			assertThat(item.won()).isEqualTo(this.expected == null);
			byte[] value = value();
			assertThat(this.operations.fill(this.key, value, MINUTE, item.token()).await())
				.isEqualTo(StoreResult.STORED);
			assertThat(this.operations.fill(this.key, value, MINUTE, item.token()).await())
				.isEqualTo(StoreResult.EXISTS);
			this.expected = value;
		}

		private void count() {
			Long counted = this.operations.count(this.counter, Counting.increment(1).orCreate(1, MINUTE)).await();
			assertThat(counted).isEqualTo(++this.count);
		}

		private void pipeline() {
			byte[] value = value();
			Reply<StoreResult> put = this.operations.put(this.key, value, MINUTE);
			Reply<@Nullable Item> first = this.operations.get(this.key);
			Reply<Boolean> evict = this.operations.evict(this.key);
			Reply<@Nullable Item> second = this.operations.get(this.key);
			assertThat(second.await()).isNull();
			assertThat(evict.await()).isTrue();
			assertThat(Objects.requireNonNull(first.await()).value()).isEqualTo(value);
			assertThat(put.await()).isEqualTo(StoreResult.STORED);
			this.expected = null;
		}

		private void check(@Nullable Item item) {
			assertThat((item != null) ? item.value() : null).isEqualTo(this.expected);
		}

		private byte[] value() {
			int size = (this.random.nextInt(50) == 0) ? this.random.nextInt(200_000) : this.random.nextInt(500);
			byte[] value = Arrays.copyOf(Engines.bytes(this.name + " " + this.steps + " "), 40 + size);
			Arrays.fill(value, 40, value.length, (byte) this.random.nextInt(256));
			return value;
		}

	}

}
