package io.github.memcachedspring.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.guard.GuardSettings;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.transcoder.EntryHeader;
import io.github.memcachedspring.transcoder.Transcoder;
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
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.cache.concurrent.ConcurrentMapCache;

/**
 * A hit in all layers but the client, and what to compare that with.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 50, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // filled by JMH
public class HitBenchmark {

	@Param({ "string", "record" })
	private String value;

	private Transcoder transcoder;

	private MemoryOperations operations;

	private MemcachedCache cache;

	private MemcachedCache guardedCache;

	private ConcurrentMapCache mapCache;

	private MemcachedKey[] wireKeys;

	private byte[][] items;

	private ObjectReader jackson;

	private byte[] json;

	private int next;

	@Setup
	public void setUp() {
		IntFunction<Object> values = HitFixture.values(this.value);
		this.transcoder = HitFixture.transcoder();
		this.operations = new MemoryOperations();
		this.cache = HitFixture.cache(this.operations, values);
		this.guardedCache = HitFixture.cache(new GuardedOperations(new MemoryOperations(), () -> {
		}, GuardSettings.DEFAULTS), values);
		this.mapCache = new ConcurrentMapCache("products");
		HitFixture.fill(this.mapCache, values);
		this.wireKeys = new MemcachedKey[HitFixture.KEYS];
		this.items = new byte[HitFixture.KEYS][];
		JsonMapper mapper = JsonMapper.builder().build();
		this.jackson = mapper.readerFor(values.apply(0).getClass());
		this.json = mapper.writeValueAsBytes(values.apply(0));
		KeySpace space = KeySpace.of("ours", "c", "products");
		for (int number = 0; number < HitFixture.KEYS; number++) {
			this.wireKeys[number] = space.key("s=" + HitFixture.key(number));
			this.items[number] = this.transcoder.encode(values.apply(number), EntryHeader.of(1, 1, 1));
		}
	}

	@Benchmark
	public @Nullable Object cacheGet() {
		return this.cache.get(HitFixture.key(this.next++));
	}

	@Benchmark
	public @Nullable Object guardedGet() {
		return this.guardedCache.get(HitFixture.key(this.next++));
	}

	@Benchmark
	public @Nullable Object cacheGetWithLoader() {
		return this.cache.get(HitFixture.key(this.next++), () -> {
			throw new IllegalStateException("Not a hit");
		});
	}

	@Benchmark
	public @Nullable Object invocationGet() {
		return this.cache.forInvocation(null).get(HitFixture.key(this.next++));
	}

	@Benchmark
	public @Nullable Item memoryAlone() {
		return this.operations.get(this.wireKeys[this.next++ & (HitFixture.KEYS - 1)]).await();
	}

	@Benchmark
	public @Nullable Object transcoderAlone() {
		byte[] item = this.items[this.next++ & (HitFixture.KEYS - 1)];
		return this.transcoder.decode(this.transcoder.read(item));
	}

	@Benchmark
	public @Nullable Object jacksonWithoutTypes() {
		return this.jackson.readValue(this.json);
	}

	@Benchmark
	public @Nullable Object concurrentMapCacheGet() {
		return this.mapCache.get(HitFixture.key(this.next++));
	}

}
