package io.github.memcachedspring.embedded.fault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Reads commands with their data blocks. A line that memcached refuses before it looks
 * for the data block is taken as a command without.
 */
final class CommandReader {

	private static final int LONGEST_KEY = 250;

	private final InputStream in;

	CommandReader(InputStream in) {
		this.in = in;
	}

	/** The next command; null if the client has sent its last. */
	Request read() throws IOException {
		String line = ProxiedConnection.readLine(this.in);
		if (!line.endsWith("\n")) {
			return null;
		}
		byte[] head = line.getBytes(StandardCharsets.ISO_8859_1);
		String text = line.substring(0, line.length() - (line.endsWith("\r\n") ? 2 : 1));
		int dataLength = dataLength(new CommandLine(0, text).words());
		if (dataLength < 0) {
			return new Request(text, head);
		}
		byte[] data = this.in.readNBytes(dataLength + 2);
		byte[] bytes = Arrays.copyOf(head, head.length + data.length);
		System.arraycopy(data, 0, bytes, head.length, data.length);
		return (data.length == dataLength + 2) ? new Request(text, bytes) : null;
	}

	private static int dataLength(List<String> words) {
		return switch (words.get(0)) {
			case "set", "add", "replace", "append", "prepend" ->
				(words.size() == 5 || words.size() == 6) ? storedLength(words) : -1;
			case "cas" -> (words.size() == 6 || words.size() == 7) ? storedLength(words) : -1;
			case "ms" -> (words.size() >= 3) ? length(words.get(1), words.get(2)) : -1;
			default -> -1;
		};
	}

	private static int storedLength(List<String> words) {
		boolean refused = !words.get(2).matches("\\d{1,10}") || !words.get(3).matches("-?\\d{1,19}");
		return refused ? -1 : length(words.get(1), words.get(4));
	}

	private static int length(String key, String length) {
		boolean refused = key.length() > LONGEST_KEY || !length.matches("\\d{1,9}");
		return refused ? -1 : Integer.parseInt(length);
	}

	/**
	 * A command.
	 *
	 * @param line the line without its line break, one character for each byte
	 * @param bytes all that the client sent, with the data block
	 */
	record Request(String line, byte[] bytes) {

	}

}
