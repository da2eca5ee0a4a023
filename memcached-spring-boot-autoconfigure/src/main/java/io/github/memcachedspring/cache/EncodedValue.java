package io.github.memcachedspring.cache;

import java.time.Duration;

import io.github.memcachedspring.client.Expiration;
import org.jspecify.annotations.Nullable;

/**
 * A value ready to be sent.
 *
 * @param bytes the item's bytes
 * @param timeToLive how long the entry lives
 * @param timeToIdle how long it lives without being read, or null
 */
record EncodedValue(byte[] bytes, Duration timeToLive, @Nullable Duration timeToIdle) {

	Expiration expiration() {
		return Expiration
			.after((this.timeToIdle != null) ? TtlPolicy.min(this.timeToLive, this.timeToIdle) : this.timeToLive);
	}

}
