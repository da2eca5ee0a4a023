package io.github.memcachedspring.benchmarks;

import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.JsonCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * Caches with the default settings, and the entries that they are filled with.
 */
final class HitFixture {

	/** Number of keys, a power of two; enough that no key has a branch of its own. */
	static final int KEYS = 1024;

	private static final String[] NAMES = IntStream.range(0, KEYS)
		.mapToObj("product-%04d"::formatted)
		.toArray(String[]::new);

	private HitFixture() {
	}

	/** Returns the key with a number, whatever that is. */
	static String key(int number) {
		return NAMES[number & (KEYS - 1)];
	}

	/** Returns a text of 100 ASCII characters. */
	static String text(int number) {
		return "%-20s".formatted(key(number)).repeat(5);
	}

	static IntFunction<Object> values(String kind) {
		return switch (kind) {
			case "string" -> HitFixture::text;
			case "record" -> Product::of;
			default -> throw new IllegalArgumentException("'kind' must be 'string' or 'record': '%s'".formatted(kind));
		};
	}

	static Transcoder transcoder() {
		return Transcoder.of(JsonCodec.create(TrustedTypes.jdkOnly().withClasses(Product.class), null),
				new Compression(16 * 1024, 32 * 1024 * 1024));
	}

	/** Returns a cache that holds a value for every key. */
	static MemcachedCache cache(MemcachedOperations operations, IntFunction<Object> values) {
		MemcachedCacheConfiguration configuration = MemcachedCacheConfiguration.of(transcoder());
		MemcachedCacheManager manager = MemcachedCacheManager.builder(operations, configuration)
			.keyPrefix("ours")
			.build();
		if (!(manager.getCache("products") instanceof MemcachedCache cache)) {
			throw new IllegalStateException("The manager did not create a cache");
		}
		fill(cache, values);
		return cache;
	}

	static void fill(Cache cache, IntFunction<Object> values) {
		for (int number = 0; number < KEYS; number++) {
			cache.put(key(number), values.apply(number));
			ValueWrapper stored = cache.get(key(number));
			if (stored == null || !values.apply(number).equals(stored.get())) {
				throw new IllegalStateException("'%s' is not in the cache".formatted(key(number)));
			}
		}
	}

}
