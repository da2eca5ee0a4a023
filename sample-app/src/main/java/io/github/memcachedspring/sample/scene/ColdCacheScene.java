package io.github.memcachedspring.sample.scene;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.warmup.CacheWarmUp;
import io.github.memcachedspring.warmup.CacheWarmer;
import io.github.memcachedspring.warmup.WarmUpSettings;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Memcached was restarted and is empty, and the readers come. Either they fill it, and
 * queue for the database, or it is filled before they are let in, no faster than the
 * database can take.
 */
@Component
class ColdCacheScene implements Scene {

	private static final int INSTANCES = 3;

	private static final int BOOKS = 240;

	private static final Crowd READERS = new Crowd(100, 20, Duration.ofMillis(100));

	private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

	private static final WarmUpSettings GENTLE = WarmUpSettings.DEFAULTS.withRate(60);

	private final MemcachedOperations memcached;

	private final JdbcClient jdbc;

	ColdCacheScene(MemcachedOperations memcached, JdbcClient jdbc) {
		this.memcached = memcached;
		this.jdbc = jdbc;
	}

	@Override
	public String name() {
		return "cold-cache";
	}

	@Override
	public void without(Run run) throws InterruptedException {
		play(run, (instances, books) -> read(run, instances, books));
	}

	@Override
	public void with(Run run) throws InterruptedException {
		play(run, (instances, books) -> {
			warmUp(run, instances, books);
			read(run, instances, books);
		});
	}

	private static void read(Run run, Instances instances, Books books) throws InterruptedException {
		READERS.send(run, (caller) -> () -> books.readAny(run, instances.cacheOf(caller)));
	}

	private void play(Run run, Part part) throws InterruptedException {
		Books books = new Books(this.jdbc, BOOKS);
		try (Instances instances = Instances.start(INSTANCES, this.memcached, TIME_TO_LIVE)) {
			run.draw(() -> part.play(instances, books), run.source()::pending);
		}
	}

	private void warmUp(Run run, Instances instances, Books books) throws InterruptedException {
		CacheWarmer<String> warmer = CacheWarmer.loading("books", books.keys()::stream,
				(book) -> books.load(run, book));
		try (CacheWarmUp warmUp = CacheWarmUp.builder(this.memcached, (name) -> instances.cacheOf(0))
			.settings(GENTLE)
			.warmers(List.of(warmer))
			.build()) {
			warmUp.start().get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The cache could not be warmed up", ex);
		}
	}

	private interface Part {

		void play(Instances instances, Books books) throws InterruptedException;

	}

}
