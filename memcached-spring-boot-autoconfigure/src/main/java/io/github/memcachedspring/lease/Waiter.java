package io.github.memcachedspring.lease;

import java.util.concurrent.CompletableFuture;

/**
 * One caller that waits for a lease that somebody else holds.
 *
 * @param <V> type of what a load results in
 */
final class Waiter<V> {

	private final long generation;

	private final CompletableFuture<News<V>> news = new CompletableFuture<>();

	/** The last poll that may have read what was there before this caller came. */
	private long lastPollBefore;

	Waiter(long generation) {
		this.generation = generation;
	}

	long generation() {
		return this.generation;
	}

	CompletableFuture<News<V>> news() {
		return this.news;
	}

	void arriveAfter(long poll) {
		this.lastPollBefore = poll;
	}

	boolean arrivedBefore(long poll) {
		return poll > this.lastPollBefore;
	}

	boolean hasLeft() {
		return this.news.isDone();
	}

}
