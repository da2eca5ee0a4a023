package io.github.memcachedspring.sample.scene;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationVerdict;

import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The shop moves to a new memcached, which is empty, while the readers go on. Either all
 * they read has to be loaded again, or what the old one still has is taken over, until it
 * is of no use any more.
 */
@Component
class MoveScene implements Scene {

	private static final int INSTANCES = 3;

	private static final int BOOKS = 160;

	private static final Crowd READERS = new Crowd(100, 40, Duration.ofMillis(60));

	private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

	/** Nobody waits an hour here. With 4,000 reads of 160 books the share ends at 4 %. */
	private static final Map<String, String> SHORT_VERDICT = Map.of("memcached.migration.verdict.share", "0.05",
			"memcached.migration.verdict.time", "1s");

	private static final Duration VERDICT_LIMIT = Duration.ofSeconds(5);

	private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

	private final MemcachedOperations memcached;

	private final JdbcClient jdbc;

	private final Environment environment;

	MoveScene(MemcachedOperations memcached, JdbcClient jdbc, Environment environment) {
		this.memcached = memcached;
		this.jdbc = jdbc;
		this.environment = environment;
	}

	@Override
	public String name() {
		return "move";
	}

	@Override
	public void without(Run run) throws InterruptedException {
		play(run, Map.of(), (moved, readers) -> readers.run());
	}

	@Override
	public void with(Run run) throws InterruptedException {
		play(run, migration(), (moved, readers) -> {
			MigrationController migration = moved.migration();
			run.follow(migration::getProgress);
			readers.run();
			awaitVerdict(migration);
		});
	}

	private Map<String, String> migration() {
		Map<String, String> properties = new HashMap<>(SHORT_VERDICT);
		properties.put("memcached.migration.phase", "read-through");
		properties.put("memcached.migration.from.servers",
				this.memcached.nodes().stream().map(MemcachedNode::toString).collect(Collectors.joining(",")));
		return properties;
	}

	private void play(Run run, Map<String, String> migration, Part part) throws InterruptedException {
		Books books = new Books(this.jdbc, BOOKS);
		try (Instances old = Instances.start(1, this.memcached, TIME_TO_LIVE)) {
			books.putAllInto(old.cacheOf(0));
		}
		try (Deployment moved = Deployment.start(this.environment, migration);
				Instances instances = Instances.start(INSTANCES, moved.memcached(), TIME_TO_LIVE)) {
			Run.Load readers = () -> READERS.send(run, (caller) -> () -> books.readAny(run, instances.cacheOf(caller)));
			run.draw(() -> part.play(moved, readers), run.source()::pending);
		}
	}

	private static void awaitVerdict(MigrationController migration) throws InterruptedException {
		long start = System.nanoTime();
		while (migration.getProgress().verdict() != MigrationVerdict.REMOVABLE
				&& System.nanoTime() - start < VERDICT_LIMIT.toNanos()) {
			Thread.sleep(POLL_INTERVAL.toMillis());
		}
	}

	private interface Part {

		void play(Deployment moved, Run.Load readers) throws InterruptedException;

	}

}
