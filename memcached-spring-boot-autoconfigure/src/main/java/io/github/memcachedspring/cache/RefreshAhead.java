package io.github.memcachedspring.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.Assert;

/**
 * When entries are loaded anew before they expire: once less time remains than a mark,
 * which is the same for all entries or a share of each entry's own time to live.
 *
 * @since 0.1.0
 */
public final class RefreshAhead {

	/** With 1 s no caller would win: memcached rounds what remains. */
	private static final Duration SHORTEST = Duration.ofSeconds(2);

	private static final int LARGEST_PERCENTAGE = 50;

	private final @Nullable Duration mark;

	/** Zero if there is a mark. */
	private final int percentage;

	private RefreshAhead(@Nullable Duration mark, int percentage) {
		this.mark = mark;
		this.percentage = percentage;
	}

	/**
	 * Refreshes entries of which less than the given time remains.
	 * @param mark at least two seconds; entries that live for less than twice the mark
	 * are left alone
	 * @return the setting
	 * @throws IllegalArgumentException if the mark is too short
	 */
	public static RefreshAhead at(Duration mark) {
		return new RefreshAhead(ConfigurationRules.atLeast("refreshAhead", SHORTEST, mark), 0);
	}

	/**
	 * Refreshes entries of which less than a share of their own time to live remains, but
	 * not less than two seconds; entries that live for less than four seconds are left
	 * alone.
	 * @param percentage the share, 1 to 50
	 * @return the setting
	 * @throws IllegalArgumentException if the share is another
	 */
	public static RefreshAhead percent(int percentage) {
		Assert.isTrue(percentage >= 1 && percentage <= LARGEST_PERCENTAGE,
				() -> "'refreshAhead' must be 1 to 50 percent: %s".formatted(percentage));
		return new RefreshAhead(null, percentage);
	}

	/**
	 * Returns how much of an entry's life remains when it becomes due.
	 * @param timeToLive how long the entry lives in all
	 * @return the remaining time below which it is refreshed, at least two seconds and at
	 * most half of its life; {@code null} if it lives too briefly to be refreshed
	 */
	public @Nullable Duration markFor(Duration timeToLive) {
		Duration due = (this.mark != null) ? this.mark : share(timeToLive);
		return isAtMostHalf(due, timeToLive) ? due : null;
	}

	private Duration share(Duration timeToLive) {
		// Divided first: the product could be too large for a duration.
		Duration share = timeToLive.dividedBy(100).multipliedBy(this.percentage);
		return (share.compareTo(SHORTEST) >= 0) ? share : SHORTEST;
	}

	private static boolean isAtMostHalf(Duration part, Duration whole) {
		return whole.compareTo(part) >= 0 && whole.minus(part).compareTo(part) >= 0;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof RefreshAhead that && this.percentage == that.percentage
				&& ((this.mark != null) ? this.mark.equals(that.mark) : that.mark == null);
	}

	@Override
	public int hashCode() {
		return (this.mark != null) ? this.mark.hashCode() : this.percentage;
	}

	/** Returns the setting as text, such as {@code 2m} or {@code 20%}. */
	@Override
	public String toString() {
		return (this.mark != null) ? DurationFormatterUtils.print(this.mark, DurationFormat.Style.COMPOSITE)
				: this.percentage + "%";
	}

}
