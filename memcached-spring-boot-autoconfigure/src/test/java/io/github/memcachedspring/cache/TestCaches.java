package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.JsonCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;

/**
 * Caches for a test, on connections of their own; closed with this object.
 */
final class TestCaches implements AutoCloseable {

	static final TrustedTypes TRUSTED = TrustedTypes.jdkOnly().withClasses(Book.class);

	static final Transcoder JSON = Transcoder.of(JsonCodec.create(TRUSTED, null), Compression.none());

	/** Long, for the machine may be busy with other things. */
	static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private final Deque<AutoCloseable> closeables = new ArrayDeque<>();

	private final XMemcachedOperations operations;

	private TestCaches(Duration timeout, List<MemcachedNode> nodes) {
		this.operations = connect(timeout, nodes);
	}

	static TestCaches on(MemcachedServer... servers) {
		return new TestCaches(TIMEOUT, Stream.of(servers).map(MemcachedServer::node).toList());
	}

	static TestCaches on(MemcachedNode... nodes) {
		return new TestCaches(TIMEOUT, Arrays.asList(nodes));
	}

	static TestCaches withTimeout(Duration timeout, MemcachedNode... nodes) {
		return new TestCaches(timeout, Arrays.asList(nodes));
	}

	private XMemcachedOperations connect(Duration timeout, List<MemcachedNode> nodes) {
		XMemcachedOperations connected = XMemcachedOperations.connect(XMemcachedSettings.of(nodes).timeout(timeout));
		this.closeables.push(connected);
		Callers.awaitUntil(() -> nodes.stream().allMatch(connected::isConnected));
		return connected;
	}

	XMemcachedOperations operations() {
		return this.operations;
	}

	/** Returns a name that no other test has. */
	static String name() {
		return "cache-" + NUMBER.incrementAndGet();
	}

	/** Returns settings that leave nothing to chance. */
	static MemcachedCacheConfiguration configuration() {
		return MemcachedCacheConfiguration.of(JSON).jitter(0);
	}

	/** Returns a new cache of a manager of its own. */
	MemcachedCache cache() {
		return cache((configuration) -> configuration);
	}

	MemcachedCache cache(UnaryOperator<MemcachedCacheConfiguration> settings) {
		return cache(name(), settings);
	}

	MemcachedCache cache(String name, UnaryOperator<MemcachedCacheConfiguration> settings) {
		return (MemcachedCache) manager(this.operations, settings.apply(configuration())).getCache(name);
	}

	MemcachedCacheManager manager(MemcachedOperations operations, MemcachedCacheConfiguration defaults) {
		return manager(MemcachedCacheManager.builder(operations, defaults));
	}

	MemcachedCacheManager manager(MemcachedCacheManager.Builder builder) {
		MemcachedCacheManager manager = builder.build();
		this.closeables.push(manager::destroy);
		return manager;
	}

	/** Returns the wire key of an entry, for use in raw commands. */
	static String wireKey(MemcachedCache cache, Object key) {
		return cache.wireKey(key).toString();
	}

	/** Returns the wire key of a cache's generation record. */
	static String generationKey(MemcachedCache cache) {
		return ":g:%s:".formatted(cache.getName());
	}

	@Override
	public void close() {
		while (!this.closeables.isEmpty()) {
			try {
				this.closeables.pop().close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

}
