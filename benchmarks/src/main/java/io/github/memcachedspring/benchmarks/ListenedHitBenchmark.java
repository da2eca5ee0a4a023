package io.github.memcachedspring.benchmarks;

import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.GuardSettings;
import io.github.memcachedspring.client.guard.GuardedOperations;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A hit, and the command alone that is part of it, with those listening who may. Compiled
 * in the foreground: else it is left to chance which objects the compiler does away with,
 * and those that listeners add are few.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xbatch")
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 200, time = 20, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // filled by JMH
public class ListenedHitBenchmark {

	@Param({ "none", "timers", "unheard", "heard" })
	private String listener;

	private MemcachedOperations node;

	private MemcachedKey[] wireKeys;

	private MemcachedCache cache;

	private int next;

	@Setup
	public void setUp() {
		MemoryOperations memory = new MemoryOperations();
		MemcachedOperations operations = Listener.of(this.listener).on(memory);
		this.cache = HitFixture.cache(new GuardedOperations(operations, () -> {
		}, GuardSettings.DEFAULTS), HitFixture::text);
		this.node = operations.on(memory.nodes().get(0));
		KeySpace space = KeySpace.of("ours", "c", "products");
		this.wireKeys = new MemcachedKey[HitFixture.KEYS];
		for (int number = 0; number < HitFixture.KEYS; number++) {
			this.wireKeys[number] = space.key("s=" + HitFixture.key(number));
		}
	}

	@Benchmark
	public @Nullable Item command() {
		return this.node.get(this.wireKeys[this.next++ & (HitFixture.KEYS - 1)]).await();
	}

	@Benchmark
	public @Nullable Object cacheGet() {
		return this.cache.get(HitFixture.key(this.next++));
	}

}
