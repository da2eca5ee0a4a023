package io.github.memcachedspring.atomic;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How updates are carried out.
 *
 * @param timeToLive what every store gives the value, or null to keep what remains
 * @param retry how often and how long an update is tried
 * @param idempotent whether an update may be applied more than once
 * @param operationIds whether updates leave an id with the value
 */
record UpdateSettings(@Nullable Duration timeToLive, RetryPolicy retry, boolean idempotent, boolean operationIds) {

	static final UpdateSettings DEFAULTS = new UpdateSettings(null, RetryPolicy.defaults(), false, false);

	UpdateSettings withTimeToLive(Duration timeToLive) {
		return new UpdateSettings(atLeastOneSecond(timeToLive), this.retry, this.idempotent, this.operationIds);
	}

	static Duration atLeastOneSecond(Duration timeToLive) {
		Assert.isTrue(timeToLive.compareTo(Duration.ofSeconds(1)) >= 0,
				() -> "'timeToLive' must be at least 1 s, because memcached counts in seconds: %s"
					.formatted(timeToLive));
		return (timeToLive.compareTo(RetryPolicy.FOR_EVER) < 0) ? timeToLive : RetryPolicy.FOR_EVER;
	}

	UpdateSettings withRetry(RetryPolicy retry) {
		Assert.notNull(retry, "'retry' must not be null");
		return new UpdateSettings(this.timeToLive, retry, this.idempotent, this.operationIds);
	}

	UpdateSettings asIdempotent() {
		return new UpdateSettings(this.timeToLive, this.retry, true, this.operationIds);
	}

	UpdateSettings withOperationIds() {
		return new UpdateSettings(this.timeToLive, this.retry, this.idempotent, true);
	}

}
