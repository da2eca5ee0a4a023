package io.github.memcachedspring.lease.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;

/**
 * What a fleet caches: rows that are versions of themselves, so that a value tells how
 * old it is. Loads take what time the test says, between reading the row and returning
 * it.
 */
class Database {

	private final Map<String, AtomicLong> versions = new ConcurrentHashMap<>();

	private final Map<String, List<Long>> loads = new ConcurrentHashMap<>();

	private final Map<String, Step> steps = new ConcurrentHashMap<>();

	private final Step usualStep;

	Database(Step usualStep) {
		this.usualStep = usualStep;
	}

	/** Changes a row and returns its new version; the first one is 1. */
	long write(String key) {
		return row(key).incrementAndGet();
	}

	private AtomicLong row(String key) {
		return this.versions.computeIfAbsent(key, (k) -> new AtomicLong(1));
	}

	/** Changes what loads of a key do after they have read the row. */
	void onLoad(String key, Step step) {
		this.steps.put(key, step);
	}

	/** Does what a method does that is cached. */
	long load(String key) {
		long version = row(key).get();
		Step step = this.steps.getOrDefault(key, this.usualStep);
		// Last, for others change the row and the step once they know of the load.
		loadTimes(key).add(System.nanoTime());
		try {
			step.run();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return version;
	}

	/** Returns how often a row was read by all instances together. */
	int loads(String key) {
		return loadTimes(key).size();
	}

	/** Waits until a row has been read so often by all instances together. */
	void awaitLoads(String key, int count) {
		Awaitility.await(key)
			.atMost(Threads.PATIENCE)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> loads(key) >= count);
	}

	/** Returns when the loads of a key began, as {@link System#nanoTime()} has it. */
	List<Long> loadTimes(String key) {
		return this.loads.computeIfAbsent(key, (k) -> new CopyOnWriteArrayList<>());
	}

	/** What happens within a load. */
	interface Step {

		void run() throws InterruptedException;

	}

}
