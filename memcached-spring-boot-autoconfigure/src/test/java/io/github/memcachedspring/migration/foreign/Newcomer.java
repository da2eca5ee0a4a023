package io.github.memcachedspring.migration.foreign;

import java.time.Duration;
import java.util.List;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.Distribution;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;
import org.awaitility.Awaitility;

/**
 * An application with this library, on the cluster of another one.
 */
final class Newcomer implements AutoCloseable {

	static final TrustedTypes TRUSTED = TrustedTypes.jdkOnly().withClasses(Book.class);

	static final Transcoder TRANSCODER = Transcoder.of(ObjectCodec.jdk(TRUSTED, null), Compression.defaults());

	static final ForeignValues VALUES = new ForeignValues(TRUSTED, null, 1024 * 1024);

	private final XMemcachedOperations engine;

	final ForeignOperations operations;

	private final MemcachedCacheManager manager;

	Newcomer(ForeignKeys keys, Distribution distribution, MemcachedNode... nodes) {
		this.engine = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(nodes)).timeout(Duration.ofSeconds(10)).distribution(distribution));
		for (MemcachedNode node : nodes) {
			Awaitility.await().until(() -> this.engine.isConnected(node));
		}
		this.operations = new ForeignOperations(this.engine, keys, VALUES, (cacheName) -> TRANSCODER);
		this.manager = MemcachedCacheManager
			.builder(this.operations,
					MemcachedCacheConfiguration.of(TRANSCODER).clearPropagation(Duration.ZERO).jitter(0))
			.keyPrefix("shop")
			.build();
		this.manager.afterPropertiesSet();
	}

	MemcachedCache cache(String name) {
		return (MemcachedCache) this.manager.getCache(name);
	}

	static KeySpace space(String cacheName) {
		return KeySpace.of("shop", "c", cacheName);
	}

	@Override
	public void close() {
		this.manager.destroy();
		this.engine.close();
	}

}
