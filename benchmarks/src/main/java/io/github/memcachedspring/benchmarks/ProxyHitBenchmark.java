package io.github.memcachedspring.benchmarks;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A hit through the proxy of a cached method, and the same hit without. Compiled in the
 * foreground: there is so much to compile that beside other work it would not be over
 * when the measurement begins.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xbatch")
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 50, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // filled by JMH
public class ProxyHitBenchmark {

	@Param({ "memcached", "simple" })
	private String provider;

	@Param("string")
	private String value;

	private ConfigurableApplicationContext context;

	private ProxyApplication.Catalog catalog;

	private Cache cache;

	private int next;

	@Setup
	public void setUp() {
		this.context = ProxyApplication.start(this.provider);
		this.catalog = this.context.getBean(ProxyApplication.Catalog.class);
		this.cache = Objects.requireNonNull(this.context.getBean(CacheManager.class).getCache("products"));
		HitFixture.fill(this.cache, HitFixture.values(this.value));
	}

	@TearDown
	public void tearDown() {
		this.context.close();
	}

	@Benchmark
	public @Nullable Object get() {
		return this.cache.get(HitFixture.key(this.next++));
	}

	@Benchmark
	public @Nullable Object getWithLoader() {
		return this.cache.get(HitFixture.key(this.next++), () -> {
			throw new IllegalStateException("Not a hit");
		});
	}

	@Benchmark
	public @Nullable Object cacheable() {
		return this.catalog.cached(HitFixture.key(this.next++));
	}

	@Benchmark
	public @Nullable Object cacheableSync() {
		return this.catalog.cachedSync(HitFixture.key(this.next++));
	}

}
