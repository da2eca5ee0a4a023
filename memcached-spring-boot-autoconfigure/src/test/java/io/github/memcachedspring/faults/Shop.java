package io.github.memcachedspring.faults;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/**
 * Annotated methods over rows that have versions. A value is made of its key and the
 * version, so that one that belongs elsewhere or is old can be told.
 */
class Shop {

	static final String CACHE = "shop";

	private final Map<String, AtomicLong> rows;

	private volatile String padding = "";

	Shop(Map<String, AtomicLong> rows) {
		this.rows = rows;
	}

	@Cacheable(cacheNames = CACHE, key = "#key")
	public String plain(String key, AtomicInteger loads) {
		return load(key, loads);
	}

	@Cacheable(cacheNames = CACHE, key = "#key", sync = true)
	public String sync(String key, AtomicInteger loads) {
		return load(key, loads);
	}

	@Cacheable(cacheNames = CACHE, key = "#key", sync = true)
	public String failing(String key, AtomicInteger loads) {
		loads.incrementAndGet();
		throw new IllegalStateException("No row '%s'".formatted(key));
	}

	@CachePut(cacheNames = CACHE, key = "#key")
	public String put(String key) {
		return value(key, row(key).incrementAndGet());
	}

	@CacheEvict(cacheNames = CACHE, key = "#key")
	public String evict(String key) {
		return value(key, row(key).incrementAndGet());
	}

	private String load(String key, AtomicInteger loads) {
		loads.incrementAndGet();
		return value(key, row(key).get());
	}

	/** Returns the version of a row. */
	public long current(String key) {
		return row(key).get();
	}

	/** Makes values of now on that much longer. */
	public void pad(int length) {
		this.padding = "x".repeat(length);
	}

	/** Makes values of now on that much longer, by text that cannot be compressed. */
	public void padRandomly(int length) {
		Random random = new Random(1);
		this.padding = random.ints('A', 'z')
			.limit(length)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	private String value(String key, long version) {
		return key + "@" + version + "@" + this.padding;
	}

	private AtomicLong row(String key) {
		return this.rows.computeIfAbsent(key, (name) -> new AtomicLong(1));
	}

	/** Returns the version of a value, 0 if it is not one of that key. */
	static long version(String key, String value) {
		String[] parts = value.split("@", -1);
		return (parts.length == 3 && parts[0].equals(key)) ? Long.parseLong(parts[1]) : 0;
	}

}
