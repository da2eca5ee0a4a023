package io.github.memcachedspring.cache;

import io.github.memcachedspring.cache.Lookup.State;
import io.github.memcachedspring.generation.Generations;
import io.github.memcachedspring.transcoder.TranscodingException;

import org.jspecify.annotations.Nullable;

/**
 * A value that was loaded, for those who waited for it.
 *
 * @param item the value as it would be stored, from which each of them gets an instance
 * of its own; null if it cannot be encoded
 * @param state {@link State#HIT}, or {@link State#STALE} for a former value that is
 * served because the load failed
 */
record Loaded(byte @Nullable [] item, State state) {

	static Loaded of(@Nullable EncodedValue value) {
		return new Loaded((value != null) ? value.bytes() : null, State.HIT);
	}

	static Loaded stale(Entry entry) {
		return new Loaded(entry.item().value(), State.STALE);
	}

	/**
	 * Returns an instance of the value.
	 * @return a hit, or {@link Lookup#NOTHING} if there can be no copy
	 */
	Lookup copy(EntryStore store) {
		if (this.item == null) {
			return Lookup.NOTHING;
		}
		try {
			return new Lookup(this.state, store.decode(this.item), Generations.UNKNOWN, null, null);
		}
		catch (TranscodingException ex) {
			return Lookup.NOTHING;
		}
	}

}
