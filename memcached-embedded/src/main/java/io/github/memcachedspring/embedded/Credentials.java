package io.github.memcachedspring.embedded;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A name and a password.
 */
final class Credentials {

	private final byte[] username;

	private final byte[] password;

	Credentials(String username, String password) {
		this.username = word("username", username);
		this.password = word("password", password);
	}

	/** A space separates the two on the wire. */
	private static byte[] word(String name, String text) {
		if (text.isEmpty() || text.chars().anyMatch((character) -> character <= ' ')) {
			throw new IllegalArgumentException(
					"'" + name + "' must not be empty, nor contain spaces or control characters");
		}
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** Whether these are the user name and the password; more words do not matter. */
	boolean match(Words words) {
		return words.size() >= 2 && matches(this.username, words.get(0)) & matches(this.password, words.get(1));
	}

	private static boolean matches(byte[] expected, String given) {
		return MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.ISO_8859_1));
	}

}
