package io.github.memcachedspring.sample.traffic;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Remembers the last minute, second by second.
 *
 * @since 0.1.0
 */
@Component
public class Traffic {

	static final int SECONDS = 60;

	private final LongSupplier nanoTime;

	private final TreeMap<Long, Tally> tallies = new TreeMap<>();

	/**
	 * Begins with a minute in which nothing happened.
	 */
	@Autowired
	public Traffic() {
		this(System::nanoTime);
	}

	Traffic(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Notes that a request was answered just now.
	 * @param answer where the answer came from
	 * @param took how long the request took
	 */
	public synchronized void answered(Answer answer, Duration took) {
		current().answered(answer, took.toNanos());
	}

	/**
	 * Notes that requests are answered from memcached, but from a cluster that is being
	 * moved away from. This is in addition to what is noted of each of them.
	 * @param hits how many since this was last noted
	 */
	public synchronized void answeredByOldCluster(long hits) {
		current().answeredByOldCluster(hits);
	}

	/**
	 * Notes that a statement is sent to the database.
	 */
	public synchronized void queried() {
		current().queried();
	}

	/** Returns the last complete seconds, the oldest first. */
	synchronized List<Second> lastMinute() {
		long now = second();
		return LongStream.range(now - SECONDS, now).mapToObj(this::at).toList();
	}

	private Second at(long second) {
		Tally tally = this.tallies.get(second);
		return (tally != null) ? tally.toSecond() : Second.QUIET;
	}

	private Tally current() {
		long now = second();
		this.tallies.headMap(now - SECONDS).clear();
		return this.tallies.computeIfAbsent(now, (second) -> new Tally());
	}

	private long second() {
		return Math.floorDiv(this.nanoTime.getAsLong(), Duration.ofSeconds(1).toNanos());
	}

}
