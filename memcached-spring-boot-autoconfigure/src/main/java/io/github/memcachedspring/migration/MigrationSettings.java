package io.github.memcachedspring.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

import io.github.memcachedspring.client.MemcachedKey;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How entries get from the old cluster to the new one, and when it can go. How long a
 * read of the old cluster may take is its engine's timeout.
 *
 * @param dryRun whether it is only counted what the old cluster would have served
 * @param until when the old cluster is not read any more, or {@code null} for no end; a
 * dry run has none
 * @param copyTimeToLive how long a copy lives at most if the old cluster does not tell
 * how long the entry still has, at least 1 s
 * @param longestTimeToLive how long an entry of the old cluster can live, at least 1 s:
 * after that time all has expired that was there at the beginning, unless there still are
 * hits. Keys are barred whose removal there failed for as long, and for 30 days at least:
 * it may be a guess
 * @param clearPropagation how long a clear elsewhere may go unnoticed here
 * @param smallShare share of the hits, below 1, under which the old cluster counts as
 * hardly used
 * @param smallShareTime for how long its share has to be that small, positive
 * @param timeToLive returns how long the copy of an entry lives that never expires on the
 * old cluster, or {@code null} if it never does either
 * @since 0.1.0
 */
public record MigrationSettings(boolean dryRun, @Nullable Instant until, Duration copyTimeToLive,
		Duration longestTimeToLive, Duration clearPropagation, double smallShare, Duration smallShareTime,
		Function<MemcachedKey, @Nullable Duration> timeToLive) {

	/**
	 * Copies what is found; for at most 60 s if the old cluster does not tell for how
	 * long; takes 30 days for the longest time to live, and 0.1 % for one hour for a
	 * small share.
	 */
	public static final MigrationSettings DEFAULTS = new MigrationSettings(false, null, Duration.ofSeconds(60),
			Duration.ofDays(30), Duration.ofSeconds(1), 0.001, Duration.ofHours(1), (key) -> null);

	private static final Duration SHORTEST_MARK = Duration.ofDays(30);

	public MigrationSettings {
		Assert.isTrue(copyTimeToLive.toSeconds() >= 1,
				() -> "'copyTimeToLive' must be at least 1 s: '%s'".formatted(copyTimeToLive));
		Assert.isTrue(longestTimeToLive.toSeconds() >= 1,
				() -> "'longestTimeToLive' must be at least 1 s: '%s'".formatted(longestTimeToLive));
		Assert.isTrue(!clearPropagation.isNegative(),
				() -> "'clearPropagation' must not be negative: '%s'".formatted(clearPropagation));
		Assert.isTrue(smallShare >= 0 && smallShare < 1,
				() -> "'smallShare' must be at least 0 and below 1: '%s'".formatted(smallShare));
		Assert.isTrue(smallShareTime.toMillis() > 0,
				() -> "'smallShareTime' must be at least 1 ms: '%s'".formatted(smallShareTime));
	}

	/**
	 * Returns how long it is remembered that something on the old cluster does not count.
	 */
	Duration markTimeToLive() {
		return (this.longestTimeToLive.compareTo(SHORTEST_MARK) > 0) ? this.longestTimeToLive : SHORTEST_MARK;
	}

}
