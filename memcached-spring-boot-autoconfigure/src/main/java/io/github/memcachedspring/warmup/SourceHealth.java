package io.github.memcachedspring.warmup;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Tells by the loads that have ended how much more may be asked of the source. After each
 * 20 loads, or each one while it is paused:
 * <ul>
 * <li>if half of them failed: a pause of 1 s, twice as long each time up to 30 s, and
 * half the share;</li>
 * <li>if their median is over three times the best one seen, and 5 ms longer: half the
 * share, down to a sixteenth;</li>
 * <li>else an eighth of the full rate more.</li>
 * </ul>
 * The best median grows by a hundredth each time, so that a source that has become slower
 * for good is found to be as usual in the end.
 */
final class SourceHealth {

	static final int WINDOW = 20;

	private static final double LEAST_SHARE = 1 / 16.0;

	private static final double STEP = 1 / 8.0;

	private static final long SHORTEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

	private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(30);

	private static final long NOTICEABLE = TimeUnit.MILLISECONDS.toNanos(5);

	private final long[] times = new long[WINDOW];

	private int ended;

	private int failures;

	private double best = Double.MAX_VALUE;

	private double share = 1;

	private long pause = SHORTEST_PAUSE;

	private boolean probing;

	/** Returns the share of the full rate that is in order. */
	double share() {
		return this.share;
	}

	/**
	 * Takes note of a load.
	 * @return for how long nothing is to begin, 0 for no pause
	 */
	long ended(long nanos, boolean failed) {
		this.times[this.ended++] = nanos;
		this.failures += failed ? 1 : 0;
		if (this.ended < WINDOW && !this.probing) {
			return 0;
		}
		long wait = judge();
		this.ended = 0;
		this.failures = 0;
		return wait;
	}

	private long judge() {
		if (this.failures * 2 >= this.ended) {
			long wait = this.pause;
			this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
			this.share = Math.max(this.share / 2, LEAST_SHARE);
			this.probing = true;
			return wait;
		}
		this.probing = false;
		this.pause = SHORTEST_PAUSE;
		double median = median();
		boolean slow = median > 3 * this.best && median > this.best + NOTICEABLE;
		this.share = slow ? Math.max(this.share / 2, LEAST_SHARE) : Math.min(this.share + STEP, 1);
		this.best = Math.min(median, this.best * 1.01);
		return 0;
	}

	private double median() {
		Arrays.sort(this.times, 0, this.ended);
		return this.times[this.ended / 2];
	}

}
