package io.github.memcachedspring.warmup;

/** A clock that stands still but for those who sleep. */
final class FakeTime implements Time {

	private long nanos = Long.MAX_VALUE - 1000;

	@Override
	public synchronized long nanos() {
		return this.nanos;
	}

	@Override
	public synchronized void sleep(long nanos) {
		advance(nanos);
	}

	synchronized void advance(long nanos) {
		this.nanos += nanos;
	}

}
