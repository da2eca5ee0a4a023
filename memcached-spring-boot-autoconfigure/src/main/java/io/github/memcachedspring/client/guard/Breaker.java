package io.github.memcachedspring.client.guard;

import java.util.concurrent.TimeUnit;

/**
 * Decides whether a node is left alone. Opens after failures in a row, or after a share
 * of failures within a window; is closed from outside, by whoever has seen the node
 * answer. While nothing fails it costs a read.
 *
 * <p>
 * A node that works only just would be taken back and left alone again all the time. So
 * one that fails again soon has to show several signs of life before it is taken back.
 */
final class Breaker {

	/** Signs of life that a node has to show which failed again soon. */
	static final int SIGNS_AFTER_RELAPSE = 4;

	/** How many windows after it was taken back a failure is a relapse. */
	private static final int RELAPSE_WINDOWS = 10;

	/** For how long a lost connection is one failure: mostly there is another by then. */
	private static final long RECONNECTING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final GuardSettings settings;

	private volatile boolean open;

	/** Whether successes have to be counted because something failed lately. */
	private volatile boolean troubled;

	private int failuresInRow;

	private long windowStart;

	private int calls;

	private int failures;

	private boolean closedBefore;

	private long closedAt;

	private int signsNeeded;

	private int signsMissing;

	private boolean disconnected;

	private long disconnectedAt;

	Breaker(GuardSettings settings) {
		this.settings = settings;
	}

	boolean isOpen() {
		return this.open;
	}

	/** Called when the node carried out a command. */
	void succeeded(long now) {
		if (this.troubled) {
			countSuccess(now);
		}
	}

	boolean isTroubled() {
		return this.troubled;
	}

	private synchronized void countSuccess(long now) {
		if (!this.troubled) {
			return;
		}
		this.failuresInRow = 0;
		this.disconnected = false;
		if (isWindowOver(now)) {
			this.troubled = false;
		}
		else {
			this.calls++;
		}
	}

	/**
	 * Called when the node did not carry out a command.
	 * @return whether that made the breaker open
	 */
	synchronized boolean failed(long now) {
		if (this.open) {
			return false;
		}
		if (!this.troubled || isWindowOver(now)) {
			this.windowStart = now;
			this.calls = 0;
			this.failures = 0;
		}
		this.troubled = true;
		this.failuresInRow++;
		this.calls++;
		this.failures++;
		if (this.failuresInRow < this.settings.consecutiveFailures() && !isShareTooHigh()) {
			return false;
		}
		this.open = true;
		long relapse = this.settings.window().toNanos() * RELAPSE_WINDOWS;
		this.signsNeeded = (this.closedBefore && now - this.closedAt < relapse) ? SIGNS_AFTER_RELAPSE : 1;
		this.signsMissing = this.signsNeeded;
		return true;
	}

	/**
	 * Called when a command found no connection, or lost it. All that were under way on a
	 * connection fail together, which says no more about the node than one of them.
	 * @return whether that made the breaker open
	 */
	synchronized boolean lost(long now) {
		if (!this.disconnected) {
			this.disconnected = true;
			this.disconnectedAt = now;
			return failed(now);
		}
		return now - this.disconnectedAt >= RECONNECTING_NANOS && failed(now);
	}

	private boolean isShareTooHigh() {
		return this.calls >= this.settings.minimumCalls() && this.failures >= this.settings.failureRate() * this.calls;
	}

	private boolean isWindowOver(long now) {
		return now - this.windowStart > this.settings.window().toNanos();
	}

	/**
	 * Called when a node that is left alone showed a sign of life.
	 * @return whether that made the breaker close
	 */
	synchronized boolean showedLife(long now) {
		if (!this.open || --this.signsMissing > 0) {
			return false;
		}
		close(now);
		return true;
	}

	/** Called when a node that is left alone was asked for a sign of life in vain. */
	synchronized void showedNone() {
		this.signsMissing = this.signsNeeded;
	}

	/**
	 * Called when a new connection stands, over which the server has answered.
	 * @return whether that made the breaker close
	 */
	synchronized boolean connected(long now) {
		this.disconnected = false;
		if (!this.open) {
			return false;
		}
		close(now);
		return true;
	}

	private void close(long now) {
		this.open = false;
		this.troubled = false;
		this.failuresInRow = 0;
		this.disconnected = false;
		this.closedBefore = true;
		this.closedAt = now;
	}

}
