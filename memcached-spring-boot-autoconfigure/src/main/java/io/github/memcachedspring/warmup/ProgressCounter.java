package io.github.memcachedspring.warmup;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.cache.FillResult;
import io.github.memcachedspring.warmup.WarmUpProgress.State;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a warmer does. Rates are those of the last 10 to 30 seconds: what was there
 * already is passed by at quite another speed.
 */
final class ProgressCounter {

	private static final long SAMPLE_INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private static final int SAMPLES = 30;

	private final CacheWarmer<?> warmer;

	private final Time time;

	private final Deque<Sample> samples = new ArrayDeque<>();

	private State state = State.PENDING;

	private @Nullable Long size;

	private long present;

	private long filled;

	private long failed;

	private long startedAt;

	private long endedAt;

	ProgressCounter(CacheWarmer<?> warmer, Time time) {
		this.warmer = warmer;
		this.time = time;
	}

	synchronized void enter(State state) {
		long now = this.time.nanos();
		if (this.state == State.PENDING) {
			this.startedAt = now;
		}
		if (state.isEnd()) {
			this.endedAt = now;
		}
		this.state = state;
	}

	/** A stream is read from its beginning; what an earlier one had does not count. */
	synchronized void open(@Nullable Long size) {
		this.size = size;
		this.present = 0;
		this.filled = 0;
		this.failed = 0;
		this.samples.clear();
		this.samples.add(new Sample(this.time.nanos(), 0, 0));
	}

	synchronized void size(long size) {
		this.size = size;
	}

	void add(Map<FillResult, Integer> results) {
		results.forEach(this::add);
	}

	synchronized void add(FillResult result, int count) {
		switch (result) {
			case FILLED -> this.filled += count;
			case PRESENT, TAKEN -> this.present += count;
			case CLEARED, UNUSABLE, UNREACHABLE -> this.failed += count;
		}
		sample();
	}

	synchronized void failed() {
		this.failed++;
		sample();
	}

	private void sample() {
		long now = this.time.nanos();
		if (!this.samples.isEmpty() && now - this.samples.getLast().nanos() < SAMPLE_INTERVAL) {
			return;
		}
		this.samples.add(new Sample(now, seen(), this.filled));
		if (this.samples.size() > SAMPLES) {
			this.samples.removeFirst();
		}
	}

	private long seen() {
		return this.present + this.filled + this.failed;
	}

	synchronized State state() {
		return this.state;
	}

	synchronized WarmUpProgress snapshot() {
		long now = this.state.isEnd() ? this.endedAt : this.time.nanos();
		Duration elapsed = (this.state == State.PENDING) ? Duration.ZERO : Duration.ofNanos(now - this.startedAt);
		double rate = 0;
		Duration timeLeft = null;
		if (!this.samples.isEmpty()) {
			Sample first = this.samples.getFirst();
			double seconds = Math.max(now - first.nanos(), 1) / 1e9;
			rate = (this.filled - first.filled()) / seconds;
			timeLeft = timeLeft((seen() - first.seen()) / seconds);
		}
		return new WarmUpProgress(this.warmer.getName(), this.warmer.getCacheName(), this.state, this.size, seen(),
				this.present, this.filled, this.failed, rate, elapsed, timeLeft);
	}

	private @Nullable Duration timeLeft(double perSecond) {
		if (this.size == null || this.state != State.RUNNING || perSecond <= 0) {
			return null;
		}
		return Duration.ofSeconds((long) (Math.max(this.size - seen(), 0) / perSecond));
	}

	private record Sample(long nanos, long seen, long filled) {

	}

}
