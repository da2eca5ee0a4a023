package io.github.memcachedspring.cache;

import java.time.Duration;

import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.transcoder.Extensions;
import org.jspecify.annotations.Nullable;

/**
 * An entry that is changed only as the version that was found.
 *
 * @since 0.1.0
 */
public interface VersionedEntry {

	/**
	 * Reads the entry.
	 * @return what was found; fails with a
	 * {@link io.github.memcachedspring.client.KeyMovedException KeyMovedException} if
	 * that is the mark of a migration
	 */
	Reply<EntryVersion> find();

	/**
	 * Encodes a value to be stored in place of a version.
	 * @param found the version
	 * @param value the value
	 * @param timeToLive how long the entry is to live from now on, or {@code null} to
	 * keep its remaining time; one that is created has a time to live of its own then
	 * @param extensions what the entry is to say about itself
	 * @return the write
	 * @throws io.github.memcachedspring.transcoder.TranscodingException if the value
	 * cannot be encoded
	 */
	Write replacement(EntryVersion found, Object value, @Nullable Duration timeToLive, Extensions extensions);

	/**
	 * Returns the removal of a version.
	 * @param found the version, of an entry that is there
	 * @return the write
	 */
	Write removal(EntryVersion found);

	/**
	 * Takes effect if the entry is still the version that was found.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	interface Write {

		/**
		 * Sends the command. May be repeated while it is not known whether it took
		 * effect: it does so once at most.
		 * @param seen the version, as it was seen last
		 * @return {@link StoreResult#STORED} if it took effect
		 */
		Reply<StoreResult> send(EntryVersion seen);

	}

}
