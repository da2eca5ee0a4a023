package io.github.memcachedspring.client;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A key that keeps its parts until it is rendered for a server, so that a decorator can
 * send it to another cluster under another prefix. A key that exists is legal: rendering
 * escapes what the protocol does not allow and replaces what is too long by a digest, and
 * a key of {@linkplain #foreign others} is checked when it is made.
 *
 * @since 0.1.0
 */
public final class MemcachedKey {

	/** Longest key that memcached accepts, in bytes: {@value}. */
	public static final int MAX_LENGTH = 250;

	private final KeySpace space;

	private final String key;

	/** Volatile, for a key that two threads share must not show half of its bytes. */
	private volatile byte @Nullable [] wire;

	MemcachedKey(KeySpace space, String key) {
		Assert.notNull(key, "'key' must not be null");
		this.space = space;
		this.key = key;
	}

	/**
	 * Returns a key that another application or library has chosen. It is sent as it is,
	 * not escaped and not shortened.
	 * @param key the key as text, sent as UTF-8
	 * @return the key, or {@code null} if no key of memcached can be like this: it is
	 * empty or longer than {@value #MAX_LENGTH} bytes, or has white space, control
	 * characters or lone surrogates
	 */
	public static @Nullable MemcachedKey foreign(String key) {
		byte[] wire = WireKeys.verbatim(key);
		if (wire == null) {
			return null;
		}
		return new MemcachedKey(KeySpace.FOREIGN, key, wire);
	}

	/** A key whose wire form is known already. */
	MemcachedKey(KeySpace space, String key, byte[] wire) {
		this(space, key);
		this.wire = wire;
	}

	/**
	 * Returns the space of this key.
	 * @return the space
	 */
	public KeySpace getSpace() {
		return this.space;
	}

	/**
	 * Returns the key without its space.
	 * @return the key as text
	 */
	public String getKey() {
		return this.key;
	}

	/**
	 * Returns whether the key is too long to be sent as it is, so that a digest stands
	 * for its tail.
	 * @return whether the wire key tells all of the key only to those who know it
	 */
	public boolean isDigested() {
		return WireKeys.isDigested(toWire());
	}

	/**
	 * Returns what tells this key from others of its space: the key without its space, or
	 * the digest in the wire key if there is one.
	 * @return a text that can also be told from the wire key
	 */
	public String getDistinction() {
		return isDigested() ? WireKeys.digest(toWire()) : this.key;
	}

	/**
	 * Renders this key: {@code prefix:kind:name:key}, where bytes outside 0x21 to 0x7E
	 * and the characters {@code :}, {@code %} and {@code #} are escaped as {@code %XX}.
	 * If that is longer than {@value #MAX_LENGTH} bytes its tail is replaced by {@code #}
	 * and the SHA-256 digest of the whole.
	 * @return the wire key, shared: not to be modified
	 */
	public byte[] toWire() {
		byte[] rendered = this.wire;
		if (rendered == null) {
			rendered = WireKeys.render(this.space.head(), this.key);
			this.wire = rendered;
		}
		return rendered;
	}

	@Override
	public boolean equals(Object other) {
		return this == other
				|| (other instanceof MemcachedKey that && this.key.equals(that.key) && this.space.equals(that.space));
	}

	@Override
	public int hashCode() {
		return 31 * this.space.hashCode() + this.key.hashCode();
	}

	@Override
	public String toString() {
		return new String(toWire(), StandardCharsets.US_ASCII);
	}

}
