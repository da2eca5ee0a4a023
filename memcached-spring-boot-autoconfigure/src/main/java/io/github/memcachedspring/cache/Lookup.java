package io.github.memcachedspring.cache;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.generation.Generations;
import org.jspecify.annotations.Nullable;

/**
 * What a read found.
 *
 * @param hit whether there is a value
 * @param value the value, null also for a cached null
 * @param generation the node's generation at the read, or {@link Generations#UNKNOWN} if
 * nothing was read
 * @param token the token of what is there but is no value, or null
 */
record Lookup(boolean hit, @Nullable Object value, long generation, @Nullable CasToken token) {

	/** Nothing is known, for memcached failed; what is loaded now is not stored. */
	static final Lookup NOTHING = miss(Generations.UNKNOWN, null);

	static Lookup hit(@Nullable Object value, long generation) {
		return new Lookup(true, value, generation, null);
	}

	static Lookup miss(long generation, @Nullable CasToken token) {
		return new Lookup(false, null, generation, token);
	}

	/** Returns whether the read itself went well. */
	boolean isKnown() {
		return this.generation != Generations.UNKNOWN;
	}

}
