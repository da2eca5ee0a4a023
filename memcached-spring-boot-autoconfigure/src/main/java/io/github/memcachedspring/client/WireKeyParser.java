package io.github.memcachedspring.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Recognises the keys of one prefix and kind among those that a server holds, and gives
 * them their parts back. For one thread at a time.
 *
 * @since 0.1.0
 */
public final class WireKeyParser {

	private final String prefix;

	private final String kind;

	private final byte[] head;

	private final Map<String, KeySpace> spaces = new HashMap<>();

	/** That of the key before, for they come in no order but often of few caches. */
	private @Nullable KeySpace last;

	/**
	 * Creates a parser.
	 * @param prefix static first part of the keys, may be empty
	 * @param kind what the entries are for, lower-case letters
	 */
	public WireKeyParser(String prefix, String kind) {
		this.prefix = prefix;
		this.kind = kind;
		byte[] empty = WireKeys.head(prefix, kind, "");
		this.head = Arrays.copyOf(empty, empty.length - 1);
	}

	/**
	 * Parses a key.
	 * @param wire the key as it was sent; kept by the key and not to be changed any more
	 * @return the key, which is sent with these very bytes; if it is
	 * {@linkplain MemcachedKey#isDigested() digested}, its text is not what it was made
	 * of. {@code null} if it is not one of these
	 */
	public @Nullable MemcachedKey parse(byte[] wire) {
		if (wire.length <= this.head.length
				|| !Arrays.equals(wire, 0, this.head.length, this.head, 0, this.head.length)) {
			return null;
		}
		int nameEnd = this.head.length;
		while (nameEnd < wire.length && wire[nameEnd] != ':') {
			nameEnd++;
		}
		return (nameEnd < wire.length) ? parse(wire, nameEnd) : null;
	}

	private @Nullable MemcachedKey parse(byte[] wire, int nameEnd) {
		try {
			KeySpace space = space(wire, nameEnd);
			if (WireKeys.isDigested(wire)) {
				String tail = new String(wire, nameEnd + 1, wire.length - nameEnd - 1, StandardCharsets.US_ASCII);
				return new MemcachedKey(space, tail, wire);
			}
			if (WireKeys.isPlain(wire, nameEnd + 1)) {
				String key = new String(wire, nameEnd + 1, wire.length - nameEnd - 1, StandardCharsets.ISO_8859_1);
				return new MemcachedKey(space, key, wire);
			}
			String key = WireKeys.unescape(wire, nameEnd + 1, wire.length);
			// Text that Java cannot decode, or a key of somebody else's.
			return Arrays.equals(space.key(key).toWire(), wire) ? new MemcachedKey(space, key, wire) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private KeySpace space(byte[] wire, int nameEnd) {
		KeySpace before = this.last;
		if (before != null && isHead(before, wire, nameEnd)) {
			return before;
		}
		KeySpace space = find(wire, nameEnd);
		this.last = space;
		return space;
	}

	private KeySpace find(byte[] wire, int nameEnd) {
		String escaped = new String(wire, this.head.length, nameEnd - this.head.length, StandardCharsets.US_ASCII);
		KeySpace known = this.spaces.get(escaped);
		if (known == null) {
			known = KeySpace.of(this.prefix, this.kind, WireKeys.unescape(wire, this.head.length, nameEnd));
			if (!isHead(known, wire, nameEnd)) {
				throw new IllegalArgumentException("no name that was escaped here");
			}
			this.spaces.put(escaped, known);
		}
		return known;
	}

	private static boolean isHead(KeySpace space, byte[] wire, int nameEnd) {
		return Arrays.equals(space.head(), 0, space.head().length, wire, 0, nameEnd + 1);
	}

}
