package io.github.memcachedspring.sample.scene;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import io.github.memcachedspring.client.MemcachedOperations;

import org.springframework.cache.Cache;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Everybody reads the bestsellers, and their entry expires. Without a lease all who miss
 * it ask the database, and queue for its connections; with one a single caller does.
 */
@Component
class HotKeyScene implements Scene {

	private static final int INSTANCES = 3;

	private static final Crowd READERS = new Crowd(150, 30, Duration.ofMillis(100));

	private static final Duration TIME_TO_LIVE = Duration.ofSeconds(2);

	private final MemcachedOperations memcached;

	private final JdbcClient jdbc;

	HotKeyScene(MemcachedOperations memcached, JdbcClient jdbc) {
		this.memcached = memcached;
		this.jdbc = jdbc;
	}

	@Override
	public String name() {
		return "hot-key";
	}

	@Override
	public void without(Run run) throws InterruptedException {
		String key = UUID.randomUUID().toString();
		play(run, (cache) -> {
			if (cache.get(key) == null) {
				cache.put(key, bestsellers(run));
			}
		});
	}

	@Override
	public void with(Run run) throws InterruptedException {
		String key = UUID.randomUUID().toString();
		play(run, (cache) -> cache.get(key, () -> bestsellers(run)));
	}

	private void play(Run run, Consumer<Cache> reader) throws InterruptedException {
		try (Instances instances = Instances.start(INSTANCES, this.memcached, TIME_TO_LIVE)) {
			reader.accept(instances.cacheOf(0));
			run.draw(() -> READERS.send(run, (caller) -> () -> reader.accept(instances.cacheOf(caller))),
					run.source()::pending);
		}
	}

	private List<String> bestsellers(Run run) {
		return run.source()
			.query(() -> this.jdbc.sql("select title from book order by id fetch first 10 rows only")
				.query(String.class)
				.list());
	}

}
