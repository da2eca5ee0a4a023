package io.github.memcachedspring.cache;

import io.github.memcachedspring.generation.Generations;
import io.github.memcachedspring.transcoder.TranscodingException;
import org.jspecify.annotations.Nullable;

/**
 * A value that was loaded, for those who waited for it.
 *
 * @param encoded the value as it would be stored, from which each of them gets an
 * instance of its own; null if it cannot be encoded
 */
record Loaded(@Nullable EncodedValue encoded) {

	/**
	 * Returns an instance of the value.
	 * @return a hit, or {@link Lookup#NOTHING} if there can be no copy
	 */
	Lookup copy(EntryStore store) {
		if (this.encoded == null) {
			return Lookup.NOTHING;
		}
		try {
			return Lookup.hit(store.decode(this.encoded), Generations.UNKNOWN);
		}
		catch (TranscodingException ex) {
			return Lookup.NOTHING;
		}
	}

}
