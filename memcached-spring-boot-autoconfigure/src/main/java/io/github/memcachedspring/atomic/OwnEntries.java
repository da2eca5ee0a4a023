package io.github.memcachedspring.atomic;

import java.time.Duration;

import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.transcoder.Transcoder;

/**
 * The entries of one namespace, which belong to no cache.
 *
 * @param operations the cluster
 * @param transcoder encodes and decodes values
 * @param space the namespace
 * @param timeToLive how long values live that are created
 */
record OwnEntries(MemcachedOperations operations, Transcoder transcoder, KeySpace space, Duration timeToLive) {

	/** Kind of the keys; those of caches are {@code c} and {@code g}. */
	private static final String KIND = "a";

	static OwnEntries of(MemcachedOperations operations, Transcoder transcoder, String prefix, Duration timeToLive) {
		return new OwnEntries(operations, transcoder, KeySpace.of(prefix, KIND, ""), timeToLive);
	}

	OwnEntries namespace(String name) {
		return new OwnEntries(this.operations, this.transcoder, KeySpace.of(this.space.getPrefix(), KIND, name),
				this.timeToLive);
	}

	OwnEntry entry(String key) {
		return new OwnEntry(this, this.space.key(key));
	}

}
