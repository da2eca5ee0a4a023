package io.github.memcachedspring.embedded;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The key of a meta command, which may be sent in base64.
 *
 * @param bytes the key that items are stored under, one character per byte
 * @param binary whether it was sent in base64
 */
record MetaKey(String bytes, boolean binary) {

	private static final int QUANTUM = 4;

	/**
	 * The key of a command with these flags.
	 * @return null if it is not base64 but should be
	 */
	static MetaKey of(String word, MetaFlags flags) {
		return flags.has('b') ? decode(word) : new MetaKey(word, false);
	}

	static MetaKey decode(String word) {
		if (word.length() % QUANTUM != 0) {
			return null;
		}
		try {
			byte[] bytes = Base64.getDecoder().decode(word.getBytes(StandardCharsets.ISO_8859_1));
			return (bytes.length == 0) ? null : new MetaKey(new String(bytes, StandardCharsets.ISO_8859_1), true);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	static String encode(String bytes) {
		return Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.ISO_8859_1));
	}

}
