package io.github.memcachedspring.sample.scene;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;

import org.springframework.cache.Cache;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Books of the shop under keys that nobody else reads, so that a part of a scene finds
 * nothing that another one has left.
 */
final class Books {

	private static final String SOLD_OUT = "Sold out";

	private final JdbcClient jdbc;

	private final List<String> keys;

	Books(JdbcClient jdbc, int count) {
		this.jdbc = jdbc;
		String readers = UUID.randomUUID().toString();
		this.keys = LongStream.rangeClosed(1, count).mapToObj((id) -> readers + ":" + id).toList();
	}

	List<String> keys() {
		return this.keys;
	}

	/** Reads any of them, from the cache or else from the database. */
	void readAny(Run run, Cache cache) {
		String key = this.keys.get(ThreadLocalRandom.current().nextInt(this.keys.size()));
		cache.get(key, () -> load(run, key));
	}

	/** Asks the database for the title of one. */
	String load(Run run, String key) {
		return run.source()
			.query(() -> this.jdbc.sql("select title from book where id = :id")
				.param("id", id(key))
				.query(String.class)
				.optional()
				.orElse(SOLD_OUT));
	}

	/** Puts all of them into a cache, as if they had been read there long ago. */
	void putAllInto(Cache cache) {
		Map<Long, String> titles = new HashMap<>();
		this.jdbc.sql("select id, title from book").query((row) -> {
			titles.put(row.getLong("id"), row.getString("title"));
		});
		this.keys.forEach((key) -> cache.put(key, titles.getOrDefault(id(key), SOLD_OUT)));
	}

	private static long id(String key) {
		return Long.parseLong(key.substring(key.indexOf(':') + 1));
	}

}
