package io.github.memcachedspring.warmup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.JsonCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;

/**
 * One instance of an application, with connections of its own.
 */
final class Instance implements AutoCloseable {

	/** Longer than anything takes on a machine that is busy with other things. */
	static final Duration PATIENCE = Duration.ofSeconds(30);

	static final Duration LEASE = Duration.ofSeconds(3);

	/** Fast enough to be no matter. */
	static final WarmUpSettings FAST = WarmUpSettings.DEFAULTS.withRate(WarmUpSettings.HIGHEST_RATE);

	private static final Transcoder JSON = Transcoder.of(JsonCodec.create(TrustedTypes.jdkOnly(), null),
			Compression.none());

	static {
		// At the default level the driver describes every write.
		for (String name : List.of("com.google.code.yanf4j", "net.rubyeye.xmemcached", "remoting")) {
			((Logger) LoggerFactory.getLogger(name)).setLevel(Level.ERROR);
		}
		((Logger) LoggerFactory.getLogger("io.github.memcachedspring")).setLevel(Level.INFO);
	}

	final XMemcachedOperations operations;

	final MemcachedCacheManager manager;

	private final List<CacheWarmUp> warmUps = new ArrayList<>();

	Instance(MemcachedNode node) {
		this(node, Duration.ofMinutes(5));
	}

	Instance(MemcachedNode node, Duration timeToLive) {
		this.operations = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(node)).timeout(Duration.ofSeconds(10)));
		waitUntil(() -> this.operations.isConnected(node));
		this.manager = MemcachedCacheManager.builder(this.operations, configuration().timeToLive(timeToLive)).build();
	}

	static MemcachedCacheConfiguration configuration() {
		return MemcachedCacheConfiguration.of(JSON).jitter(0);
	}

	MemcachedCache cache(String name) {
		return (MemcachedCache) this.manager.getCache(name);
	}

	CacheWarmUp warmUp(CacheWarmer<?>... warmers) {
		return warmUp(FAST, warmers);
	}

	CacheWarmUp warmUp(WarmUpSettings settings, CacheWarmer<?>... warmers) {
		CacheWarmUp warmUp = CacheWarmUp.builder(this.operations, this::cache)
			.settings(settings)
			.warmers(Arrays.asList(warmers))
			.build();
		this.warmUps.add(warmUp);
		return warmUp;
	}

	/** Warms up and returns what came of it. */
	WarmUpProgress run(CacheWarmer<?> warmer) {
		CacheWarmUp warmUp = warmUp(warmer);
		warmUp.start().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
		return warmUp.progress().get(0);
	}

	static void waitUntil(Callable<Boolean> condition) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.atMost(PATIENCE)
			.until(condition);
	}

	@Override
	public void close() {
		this.warmUps.forEach(CacheWarmUp::close);
		this.manager.destroy();
		this.operations.close();
	}

}
