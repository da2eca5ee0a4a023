package io.github.memcachedspring.warmup;

/** A clock that stands still but for those who sleep. */
final class FakeTime implements Time {

	private final long oversleep;

	/** About to overflow, as the JVM's may be. */
	private long nanos = Long.MAX_VALUE - 1000;

	FakeTime() {
		this(0);
	}

	/**
	 * Creates a clock.
	 * @param oversleep how many nanoseconds each sleep lasts longer than it should
	 */
	FakeTime(long oversleep) {
		this.oversleep = oversleep;
	}

	@Override
	public synchronized long nanos() {
		return this.nanos;
	}

	@Override
	public synchronized void sleep(long nanos) {
		advance(nanos + this.oversleep);
	}

	synchronized void advance(long nanos) {
		this.nanos += nanos;
	}

}
