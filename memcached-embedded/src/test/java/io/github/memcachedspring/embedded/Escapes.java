package io.github.memcachedspring.embedded;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes as readable text, and back.
 */
final class Escapes {

	private static final Pattern LONG_RUN = Pattern.compile("([A-Za-z-])\\1{20,}");

	private Escapes() {
	}

	/** Shortens what a reader would not count. */
	static String escape(String bytes) {
		Matcher runs = LONG_RUN.matcher(bytes);
		return escapeAll(runs.replaceAll((run) -> run.group(1) + "{" + run.group().length() + " times}"));
	}

	private static String escapeAll(String bytes) {
		StringBuilder text = new StringBuilder();
		for (char character : bytes.toCharArray()) {
			switch (character) {
				case '\r' -> text.append("\\r");
				case '\n' -> text.append("\\n");
				case '\t' -> text.append("\\t");
				case '\\' -> text.append("\\\\");
				default -> text.append((character >= ' ' && character < 127) ? String.valueOf(character)
						: "\\x%02x".formatted((int) character));
			}
		}
		return (text.length() <= 2000) ? text.toString()
				: text.substring(0, 2000) + "... (" + bytes.length() + " bytes)";
	}

	static String unescape(String text) {
		StringBuilder bytes = new StringBuilder();
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character != '\\') {
				bytes.append(character);
				continue;
			}
			i++;
			switch (text.charAt(i)) {
				case 'r' -> bytes.append('\r');
				case 'n' -> bytes.append('\n');
				case 't' -> bytes.append('\t');
				case 'x' -> {
					bytes.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
					i += 2;
				}
				default -> bytes.append(text.charAt(i));
			}
		}
		return bytes.toString();
	}

}
