package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * The share of the old cluster in the hits of the last minute, and for how long it has
 * been small. Is looked at rather than told: each look takes a sample, at most one a
 * second.
 */
final class ShareOfOld {

	private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

	private static final long SAMPLE_NANOS = Duration.ofSeconds(1).toNanos();

	private final MigrationSettings settings;

	private final LongSupplier hitsOnNew;

	private final LongSupplier hitsOnOld;

	private final LongSupplier nanoTime;

	private final Deque<Sample> samples = new ArrayDeque<>();

	private boolean begun;

	private long beganAt;

	/** When the share was last seen not to be small. */
	private long lastLarge;

	ShareOfOld(MigrationSettings settings, LongSupplier hitsOnNew, LongSupplier hitsOnOld, LongSupplier nanoTime) {
		this.settings = settings;
		this.hitsOnNew = hitsOnNew;
		this.hitsOnOld = hitsOnOld;
		this.nanoTime = nanoTime;
	}

	synchronized void began() {
		this.begun = true;
		this.beganAt = this.nanoTime.getAsLong();
		this.lastLarge = this.beganAt;
		this.samples.clear();
		this.samples.add(sample(this.beganAt));
	}

	synchronized State update() {
		if (!this.begun) {
			return new State(0, MigrationVerdict.NEEDED);
		}
		long now = this.nanoTime.getAsLong();
		Sample latest = sample(now);
		double share = share(oldest(now), latest);
		if (now - this.samples.getLast().at() >= SAMPLE_NANOS) {
			this.samples.add(latest);
		}
		if (!(share < this.settings.smallShare())) {
			this.lastLarge = now;
		}
		return new State(Double.isNaN(share) ? 0 : share,
				isRemovable(now, share) ? MigrationVerdict.REMOVABLE : MigrationVerdict.NEEDED);
	}

	/** Keeps one sample that is as old as the window. */
	private Sample oldest(long now) {
		Sample first = this.samples.getFirst();
		while (this.samples.size() > 1) {
			Sample candidate = this.samples.removeFirst();
			if (now - this.samples.getFirst().at() < WINDOW_NANOS) {
				this.samples.addFirst(candidate);
				return candidate;
			}
			first = this.samples.getFirst();
		}
		return first;
	}

	/** Returns NaN if there were no hits, which tells nothing. */
	private static double share(Sample from, Sample to) {
		long old = to.hitsOnOld() - from.hitsOnOld();
		long all = old + to.hitsOnNew() - from.hitsOnNew();
		return (all > 0) ? (double) old / all : Double.NaN;
	}

	/** As long as there are hits not all has expired, whatever was said. */
	private boolean isRemovable(long now, double share) {
		return now - this.lastLarge >= this.settings.smallShareTime().toNanos() || (!(share > 0)
				&& (now - this.beganAt) / 1_000_000_000 >= this.settings.longestTimeToLive().toSeconds());
	}

	private Sample sample(long now) {
		return new Sample(now, this.hitsOnNew.getAsLong(), this.hitsOnOld.getAsLong());
	}

	/**
	 * The counts at a time.
	 *
	 * @param at the time
	 * @param hitsOnNew hits on the new cluster until then
	 * @param hitsOnOld hits on the old cluster until then
	 */
	private record Sample(long at, long hitsOnNew, long hitsOnOld) {
	}

	/**
	 * What is known now.
	 *
	 * @param share the share, 0 to 1
	 * @param verdict whether the old cluster can go
	 */
	record State(double share, MigrationVerdict verdict) {
	}

}
