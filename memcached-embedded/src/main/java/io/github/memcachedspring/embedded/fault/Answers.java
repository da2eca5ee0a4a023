package io.github.memcachedspring.embedded.fault;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * What faults make of a server's answer.
 */
final class Answers {

	private static final byte[] LINE_BREAK = { '\r', '\n' };

	private Answers() {
	}

	static byte[] line(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
		byte[] line = Arrays.copyOf(bytes, bytes.length + LINE_BREAK.length);
		System.arraycopy(LINE_BREAK, 0, line, bytes.length, LINE_BREAK.length);
		return line;
	}

	static byte[] garbage(int length, long seed) {
		byte[] bytes = new byte[length];
		new Random(seed).nextBytes(bytes);
		return bytes;
	}

	static byte[] cut(byte[] answer, int length) {
		return Arrays.copyOf(answer, Math.min(length, answer.length));
	}

	static byte[] cutMidValue(byte[] answer) {
		return cut(answer, middle(answer));
	}

	static byte[] corrupt(byte[] answer) {
		return corrupt(answer, middle(answer));
	}

	/** Turns one bit, so that a letter or digit becomes another one. */
	static byte[] corrupt(byte[] answer, int index) {
		byte[] corrupted = answer.clone();
		if (index < corrupted.length) {
			corrupted[index] ^= 1;
		}
		return corrupted;
	}

	/** The middle of the first value; of the whole if there is none. */
	private static int middle(byte[] answer) {
		int lineEnd = lineEnd(answer);
		int length = dataLength(new String(answer, 0, lineEnd, StandardCharsets.ISO_8859_1));
		return (length < 0) ? answer.length / 2 : Math.min(lineEnd + length / 2, answer.length);
	}

	private static int lineEnd(byte[] answer) {
		for (int i = 0; i < answer.length; i++) {
			if (answer[i] == '\n') {
				return i + 1;
			}
		}
		return answer.length;
	}

	/**
	 * Length of the data block that follows a line of an answer, without its line break.
	 * @return the length, or -1 if none follows
	 */
	static int dataLength(String line) {
		String[] words = line.trim().split(" ");
		int index = switch (words[0]) {
			case "VALUE" -> 3;
			case "VA" -> 1;
			default -> Integer.MAX_VALUE;
		};
		return (index < words.length && words[index].matches("\\d{1,9}")) ? Integer.parseInt(words[index]) : -1;
	}

}
