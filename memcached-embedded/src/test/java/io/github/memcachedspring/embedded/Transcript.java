package io.github.memcachedspring.embedded;

import java.util.List;

/**
 * What a client sends over one connection.
 *
 * @param name tells where it comes from
 * @param batches each is sent in one go, and answered before the next; may contain
 * placeholders of {@link #cas(int)}
 * @param cuts the sizes of the pieces that batches are sent in, used in turn; empty for
 * whole batches
 */
record Transcript(String name, List<String> batches, List<Integer> cuts) {

	private static final char PLACEHOLDER = '\ue000';

	private static final int PLACEHOLDERS = 64;

	/** Stands for one of the CAS numbers that the server has shown before. */
	static String cas(int index) {
		return String.valueOf((char) (PLACEHOLDER + index % PLACEHOLDERS));
	}

	/** The bytes of a batch for a server that has shown these CAS numbers. */
	static String fill(String batch, List<String> casNumbers) {
		StringBuilder bytes = new StringBuilder();
		for (char character : batch.toCharArray()) {
			int index = character - PLACEHOLDER;
			if (index < 0) {
				bytes.append(character);
			}
			else {
				bytes.append(casNumbers.isEmpty() ? "1" : casNumbers.get(index % casNumbers.size()));
			}
		}
		return bytes.toString();
	}

	static String describe(String batch) {
		StringBuilder text = new StringBuilder();
		for (char character : batch.toCharArray()) {
			int index = character - PLACEHOLDER;
			text.append((index < 0) ? String.valueOf(character) : "{cas " + index + "}");
		}
		return Escapes.escape(text.toString());
	}

}
