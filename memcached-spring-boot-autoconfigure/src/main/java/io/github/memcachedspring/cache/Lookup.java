package io.github.memcachedspring.cache;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.generation.Generations;
import org.jspecify.annotations.Nullable;

/**
 * What a read found.
 *
 * @param state what that means for the caller
 * @param value the value of a hit, null also for a cached null
 * @param generation the node's generation at the read, or {@link Generations#UNKNOWN} if
 * nothing was read
 * @param token the token of what is there, or null if that is nothing, or a value that
 * nobody needs to replace
 * @param entry a value that is to be replaced, or is kept in case that its next load
 * fails; else null
 */
record Lookup(State state, @Nullable Object value, long generation, @Nullable CasToken token, @Nullable Entry entry) {

	/** Nothing is known, for memcached failed; what is loaded now is not stored. */
	static final Lookup NOTHING = new Lookup(State.UNKNOWN, null, Generations.UNKNOWN, null, null);

	static Lookup hit(@Nullable Object value, long generation) {
		return new Lookup(State.HIT, value, generation, null, null);
	}

	static Lookup hit(State state, @Nullable Object value, long generation, Entry entry) {
		return new Lookup(state, value, generation, entry.item().token(), entry);
	}

	static Lookup miss(State state, long generation, @Nullable CasToken token) {
		return new Lookup(state, null, generation, token, null);
	}

	/** Returns the same without the value, for a caller that is to replace it. */
	Lookup asMiss() {
		return new Lookup(State.WON, null, this.generation, this.token, this.entry);
	}

	/** Returns whether there is a value. */
	boolean hit() {
		return this.state.hit;
	}

	/** Returns whether the value was evicted or has expired. */
	boolean isStale() {
		return this.state == State.STALE || this.state == State.STALE_WON;
	}

	/** Returns whether the read itself went well. */
	boolean isKnown() {
		return this.generation != Generations.UNKNOWN;
	}

	/** What a read can find. */
	enum State {

		/** Memcached failed. */
		UNKNOWN(false),

		/** A value. */
		HIT(true),

		/** A value that is to be refreshed soon; nobody does so yet. */
		DUE(true),

		/** A value that this caller, alone in the fleet, is to refresh. */
		DUE_WON(true),

		/** A value that was evicted and may still be served for a while. */
		STALE(true),

		/** The same, and this caller, alone in the fleet, is to replace it. */
		STALE_WON(true),

		/** Nothing; the caller does not take part in leases. */
		ABSENT(false),

		/** Nothing; this caller, alone in the fleet, is to load. */
		WON(false),

		/** The stub of a load that is somebody else's. */
		LOADING(false),

		/**
		 * Something that is no value, or none any more; whoever has its token may replace
		 * it.
		 */
		OUTDATED(false);

		private final boolean hit;

		State(boolean hit) {
			this.hit = hit;
		}

	}

}
