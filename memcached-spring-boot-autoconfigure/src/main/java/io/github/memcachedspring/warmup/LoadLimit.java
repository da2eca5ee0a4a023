package io.github.memcachedspring.warmup;

import java.util.concurrent.Semaphore;

/**
 * Keeps loads below a number per second and a number at the same time, and to less of
 * both while the source is in trouble. One thread begins loads, others may end them.
 */
final class LoadLimit {

	private final Time time;

	private final double rate;

	private final int concurrency;

	private final Semaphore places;

	private final Pace pace;

	private final SourceHealth health = new SourceHealth();

	/** Loads that began before it tell nothing about the source after the pause. */
	private long lastPauseAt;

	LoadLimit(WarmUpSettings settings, Time time) {
		this.time = time;
		this.rate = settings.rate();
		this.concurrency = settings.concurrency();
		this.places = new Semaphore(this.concurrency);
		this.pace = new Pace(time.nanos());
		this.lastPauseAt = time.nanos() - 1;
	}

	/** Waits until a load may begin; {@link #end} has to follow. */
	void begin() throws InterruptedException {
		this.places.acquire();
		try {
			long delay = delay();
			if (delay > 0) {
				this.time.sleep(delay);
			}
		}
		catch (InterruptedException ex) {
			this.places.release();
			throw ex;
		}
	}

	private synchronized long delay() {
		long now = this.time.nanos();
		return this.pace.next(now, this.rate * this.health.share()) - now;
	}

	/** Ends a load that told something about the source. */
	void end(long startedAt, boolean failed) {
		this.places.release();
		long now = this.time.nanos();
		synchronized (this) {
			if (startedAt - this.lastPauseAt <= 0) {
				return;
			}
			long pause = this.health.ended(now - startedAt, failed);
			if (pause > 0) {
				this.lastPauseAt = now;
				this.pace.pauseUntil(now + pause);
			}
		}
	}

	/** Ends what turned out to need no load. */
	void end() {
		this.places.release();
	}

	/** Waits until all loads have ended. */
	void awaitIdle() throws InterruptedException {
		this.places.acquire(this.concurrency);
		this.places.release(this.concurrency);
	}

}
