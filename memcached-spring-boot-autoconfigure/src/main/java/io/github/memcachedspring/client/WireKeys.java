package io.github.memcachedspring.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Renders keys as the bytes that memcached sees. Injective: text is encoded as UTF-8,
 * with lone surrogates encoded like any other code point, and every byte that separates
 * parts or marks a digest is escaped within them.
 */
final class WireKeys {

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	/** Base64 without padding of the 32 bytes of SHA-256. */
	private static final int DIGEST_LENGTH = 43;

	private WireKeys() {
	}

	static byte[] head(String prefix, String kind, String name) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		escape(prefix, out);
		out.write(':');
		escape(kind, out);
		out.write(':');
		escape(name, out);
		out.write(':');
		return out.toByteArray();
	}

	static byte[] render(byte[] head, String key) {
		int length = head.length + key.length();
		if (length > MemcachedKey.MAX_LENGTH) {
			return escapedOrDigested(head, key);
		}
		byte[] wire = new byte[length];
		System.arraycopy(head, 0, wire, 0, head.length);
		for (int i = 0; i < key.length(); i++) {
			char c = key.charAt(i);
			if (!isPlain(c)) {
				return escapedOrDigested(head, key);
			}
			wire[head.length + i] = (byte) c;
		}
		return wire;
	}

	/** Returns the bytes of a key as it is, or {@code null} if it is not legal. */
	static byte @Nullable [] verbatim(String key) {
		byte[] wire = key.getBytes(StandardCharsets.UTF_8);
		// Java writes a lone surrogate as a question mark, which is another key.
		if (wire.length == 0 || wire.length > MemcachedKey.MAX_LENGTH
				|| !key.equals(new String(wire, StandardCharsets.UTF_8))) {
			return null;
		}
		for (byte b : wire) {
			if ((b >= 0 && b <= 0x20) || b == 0x7F) {
				return null;
			}
		}
		return wire;
	}

	private static byte[] escapedOrDigested(byte[] head, String key) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + key.length() + 16);
		out.writeBytes(head);
		escape(key, out);
		byte[] whole = out.toByteArray();
		return (whole.length <= MemcachedKey.MAX_LENGTH) ? whole : digested(whole);
	}

	private static byte[] digested(byte[] whole) {
		byte[] digest = Base64.getUrlEncoder().withoutPadding().encode(sha256(whole));
		byte[] wire = new byte[MemcachedKey.MAX_LENGTH];
		int kept = wire.length - DIGEST_LENGTH - 1;
		System.arraycopy(whole, 0, wire, 0, kept);
		wire[kept] = '#';
		System.arraycopy(digest, 0, wire, kept + 1, DIGEST_LENGTH);
		return wire;
	}

	/** No part of a key has the mark of a digest unescaped. */
	static boolean isDigested(byte[] wire) {
		return wire.length == MemcachedKey.MAX_LENGTH && wire[wire.length - DIGEST_LENGTH - 1] == '#';
	}

	static String digest(byte[] wire) {
		return new String(wire, wire.length - DIGEST_LENGTH - 1, DIGEST_LENGTH + 1, StandardCharsets.US_ASCII);
	}

	/**
	 * Returns the text that was escaped.
	 * @throws IllegalArgumentException if this is no escaped text
	 */
	static String unescape(byte[] wire, int start, int end) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(end - start);
		boolean ascii = true;
		for (int i = start; i < end; i++) {
			int b = wire[i];
			if (b == '%') {
				b = HexFormat
					.fromHexDigits(new String(wire, i + 1, Math.min(2, end - i - 1), StandardCharsets.US_ASCII));
				i += 2;
			}
			ascii &= b > 0 && b < 0x80;
			out.write(b);
		}
		return out.toString(ascii ? StandardCharsets.US_ASCII : StandardCharsets.UTF_8);
	}

	private static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static void escape(String text, ByteArrayOutputStream out) {
		int length = text.length();
		for (int i = 0; i < length; i++) {
			int codePoint = text.codePointAt(i);
			if (Character.isSupplementaryCodePoint(codePoint)) {
				i++;
			}
			writeUtf8(codePoint, out);
		}
	}

	private static void writeUtf8(int c, ByteArrayOutputStream out) {
		if (c < 0x80) {
			write(c, out);
		}
		else if (c < 0x800) {
			write(0xC0 | c >> 6, out);
			write(0x80 | c & 0x3F, out);
		}
		else if (c < 0x10000) {
			write(0xE0 | c >> 12, out);
			write(0x80 | c >> 6 & 0x3F, out);
			write(0x80 | c & 0x3F, out);
		}
		else {
			write(0xF0 | c >> 18, out);
			write(0x80 | c >> 12 & 0x3F, out);
			write(0x80 | c >> 6 & 0x3F, out);
			write(0x80 | c & 0x3F, out);
		}
	}

	private static void write(int b, ByteArrayOutputStream out) {
		if (isPlain((char) b)) {
			out.write(b);
		}
		else {
			out.write('%');
			out.write(HEX.toHighHexDigit(b));
			out.write(HEX.toLowHexDigit(b));
		}
	}

	/** Returns whether nothing of a wire key from an offset on was escaped. */
	static boolean isPlain(byte[] wire, int start) {
		for (int i = start; i < wire.length; i++) {
			if (!isPlain((char) (wire[i] & 0xFF))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isPlain(char c) {
		return c > 0x20 && c < 0x7F && c != ':' && c != '%' && c != '#';
	}

}
