package io.github.memcachedspring.client;

import java.util.Objects;

import org.springframework.util.Assert;

/**
 * Everything of a wire key but the key itself: the application's prefix, the kind of the
 * entries and their name, usually that of a cache. Two spaces that differ in any part
 * never share a wire key.
 *
 * @since 0.1.0
 */
public final class KeySpace {

	/** That of keys which somebody else has chosen: they have no parts. */
	static final KeySpace FOREIGN = new KeySpace("", "", "", new byte[0]);

	private final String prefix;

	private final String kind;

	private final String name;

	private final byte[] head;

	private KeySpace(String prefix, String kind, String name, byte[] head) {
		this.prefix = prefix;
		this.kind = kind;
		this.name = name;
		this.head = head;
	}

	/**
	 * Returns a key space.
	 * @param prefix static first part, may be empty
	 * @param kind what the entries are for, lower-case letters
	 * @param name name within the kind, for example that of a cache
	 * @return the space
	 */
	public static KeySpace of(String prefix, String kind, String name) {
		Assert.notNull(prefix, "'prefix' must not be null");
		Assert.isTrue(kind.matches("[a-z]+"), () -> "'kind' must be lower-case letters: '%s'".formatted(kind));
		Assert.notNull(name, "'name' must not be null");
		return new KeySpace(prefix, kind, name, WireKeys.head(prefix, kind, name));
	}

	/**
	 * Returns a key of this space.
	 * @param key the key as text, any length and any characters
	 * @return the key
	 */
	public MemcachedKey key(String key) {
		return new MemcachedKey(this, key);
	}

	/**
	 * Returns this space under another prefix.
	 * @param prefix the other prefix
	 * @return the other space
	 */
	public KeySpace withPrefix(String prefix) {
		return of(prefix, this.kind, this.name);
	}

	/**
	 * Returns the static first part.
	 * @return the prefix, may be empty
	 */
	public String getPrefix() {
		return this.prefix;
	}

	/**
	 * Returns what the entries are for.
	 * @return the kind
	 */
	public String getKind() {
		return this.kind;
	}

	/**
	 * Returns the name within the kind.
	 * @return the name
	 */
	public String getName() {
		return this.name;
	}

	byte[] head() {
		return this.head;
	}

	@Override
	public boolean equals(Object other) {
		return this == other || (other instanceof KeySpace that && this.prefix.equals(that.prefix)
				&& this.kind.equals(that.kind) && this.name.equals(that.name));
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.prefix, this.kind, this.name);
	}

	@Override
	public String toString() {
		return this.prefix + ":" + this.kind + ":" + this.name;
	}

}
