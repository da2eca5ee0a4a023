package io.github.memcachedspring.client.xmemcached;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Writes a command line, and the data block of a store, into an array of exactly its
 * size: the driver copies the whole array when it merges commands.
 */
final class MetaRequest {

	private static final int LONGEST_OPAQUE = 11;

	private MetaRequest() {
	}

	/**
	 * Writes a meta command.
	 * @param verb for example {@code mg}
	 * @param key the wire key
	 * @param flags meta flags, separated by single spaces, without the opaque; may be
	 * empty
	 * @param opaque number that the answer must carry
	 * @param data the data block, or null
	 */
	static byte[] of(String verb, byte[] key, String flags, int opaque, byte @Nullable [] data) {
		byte[] line = new byte[verb.length() + key.length + flags.length() + 2 * LONGEST_OPAQUE + 6];
		int end = ascii(verb, line, 0);
		line[end++] = ' ';
		System.arraycopy(key, 0, line, end, key.length);
		end += key.length;
		if (data != null) {
			line[end++] = ' ';
			end = number(data.length, line, end);
		}
		if (!flags.isEmpty()) {
			line[end++] = ' ';
			end = ascii(flags, line, end);
		}
		line[end++] = ' ';
		line[end++] = 'O';
		end = number(opaque, line, end);
		int size = end + 2 + ((data != null) ? data.length + 2 : 0);
		byte[] request = new byte[size];
		System.arraycopy(line, 0, request, 0, end);
		end = lineEnd(request, end);
		if (data != null) {
			System.arraycopy(data, 0, request, end, data.length);
			lineEnd(request, end + data.length);
		}
		return request;
	}

	/** Writes a command without key and flags. */
	static byte[] of(String line) {
		return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
	}

	private static int ascii(String text, byte[] target, int offset) {
		for (int i = 0; i < text.length(); i++) {
			target[offset + i] = (byte) text.charAt(i);
		}
		return offset + text.length();
	}

	private static int number(int value, byte[] target, int offset) {
		int digits = 1;
		for (int rest = value; rest >= 10; rest /= 10) {
			digits++;
		}
		int rest = value;
		for (int i = offset + digits - 1; i >= offset; i--) {
			target[i] = (byte) ('0' + rest % 10);
			rest /= 10;
		}
		return offset + digits;
	}

	private static int lineEnd(byte[] target, int offset) {
		target[offset] = '\r';
		target[offset + 1] = '\n';
		return offset + 2;
	}

}
