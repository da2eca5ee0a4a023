package io.github.memcachedspring.cache;

import java.util.Arrays;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.transcoder.Extensions;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link VersionedEntry} was when it was read.
 *
 * @param value the value, or {@code null} if there is none
 * @param generation the generation that what is stored in its place has to carry
 * @param token the token of what is there, be it a value or not, or {@code null} if there
 * is nothing
 * @param entry what the value was read from, or {@code null} if there is none
 * @since 0.1.0
 */
public record EntryVersion(@Nullable Object value, long generation, @Nullable CasToken token, @Nullable Entry entry) {

	/**
	 * Returns a version that has no value.
	 * @param generation the generation that what is stored in its place has to carry
	 * @param token the token of what is there, or {@code null} if there is nothing
	 * @return the version
	 */
	public static EntryVersion absent(long generation, @Nullable CasToken token) {
		return new EntryVersion(null, generation, token, null);
	}

	/**
	 * Returns a version that has a value.
	 * @param value the value
	 * @param generation the generation it carries
	 * @param entry what it was read from
	 * @return the version; without a value if it expires before it could be replaced
	 */
	public static EntryVersion of(Object value, long generation, Entry entry) {
		CasToken token = entry.item().token();
		return (entry.expiration() != null) ? new EntryVersion(value, generation, token, entry)
				: absent(generation, token);
	}

	/**
	 * Returns what the entry says about itself.
	 * @return the extensions, none if there is no value
	 */
	public Extensions extensions() {
		return (this.entry != null) ? this.entry.header().extensions() : Extensions.NONE;
	}

	/**
	 * Returns whether nobody has stored anything between the two reads. Compares the
	 * bytes too: the numbers of a server that was restarted begin anew.
	 * @param other the other version
	 * @return {@code true} if both have a value, and it is the same
	 */
	public boolean isSameAs(EntryVersion other) {
		return this.entry != null && other.entry != null
				&& this.entry.item().token().value() == other.entry.item().token().value()
				&& Arrays.equals(this.entry.item().value(), other.entry.item().value());
	}

}
