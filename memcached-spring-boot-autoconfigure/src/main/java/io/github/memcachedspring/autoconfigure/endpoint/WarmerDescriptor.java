package io.github.memcachedspring.autoconfigure.endpoint;

import java.time.Duration;

import io.github.memcachedspring.warmup.WarmUpProgress;
import org.jspecify.annotations.Nullable;

/**
 * How far a warmer has come in its last run.
 *
 * @param name name of the warmer
 * @param cache name of its cache
 * @param state what it does
 * @param percent share of the keys that are dealt with, or {@code null} if it is not
 * known how many there are
 * @param size how many keys there are, or {@code null} if that is not known
 * @param seen keys that are dealt with
 * @param present keys whose value was there
 * @param filled values that were loaded or stored
 * @param failed keys without a value
 * @param rate values per second that were filled lately
 * @param elapsed time since the start of the warmer, up to its end
 * @param timeLeft estimate of the time it takes from now on, or {@code null}
 * @since 0.1.0
 */
public record WarmerDescriptor(String name, String cache, WarmUpProgress.State state, @Nullable Double percent,
		@Nullable Long size, long seen, long present, long filled, long failed, double rate, Duration elapsed,
		@Nullable Duration timeLeft) {

	static WarmerDescriptor of(WarmUpProgress progress) {
		return new WarmerDescriptor(progress.name(), progress.cacheName(), progress.state(), progress.percent(),
				progress.size(), progress.seen(), progress.present(), progress.filled(), progress.failed(),
				progress.rate(), progress.elapsed(), progress.timeLeft());
	}

}
