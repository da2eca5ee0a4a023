package io.github.memcachedspring.embedded.fault;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * What a client asked for, as far as rules look at it: the line, not the data block.
 *
 * @param connection the number of the connection, counted from 1 in the order of arrival
 * @param text the line without its line break, one character for each byte
 * @since 0.1.0
 */
public record CommandLine(int connection, String text) {

	private static final Set<String> META = Set.of("mg", "ms", "md", "ma", "me");

	private static final Set<String> ONE_KEY = Set.of("set", "add", "replace", "append", "prepend", "cas", "delete",
			"incr", "decr", "touch");

	/**
	 * Returns the first word.
	 * @return the name of the command; empty for an empty line
	 */
	public String verb() {
		return word(0);
	}

	/**
	 * Returns the keys, those in base64 decoded.
	 * @return the keys in their order, one character for each byte; empty for commands
	 * without
	 */
	public List<String> keys() {
		List<String> words = words();
		String verb = verb();
		if (META.contains(verb) && words.size() > 1) {
			return List.of(metaKey(words));
		}
		if (ONE_KEY.contains(verb) && words.size() > 1) {
			return List.of(words.get(1));
		}
		return switch (verb) {
			case "get", "gets" -> from(words, 1);
			case "gat", "gats" -> from(words, 2);
			default -> List.of();
		};
	}

	/**
	 * Whether the client asked not to be answered in the usual case: {@code noreply}, or
	 * {@code q} of the meta commands.
	 */
	boolean isQuiet() {
		List<String> words = words();
		if (META.contains(verb())) {
			return flags(words).contains("q");
		}
		return words.size() > 1 && words.get(words.size() - 1).equals("noreply");
	}

	/** The word at that place; empty if there are fewer. */
	String word(int index) {
		List<String> words = words();
		return (index < words.size()) ? words.get(index) : "";
	}

	List<String> words() {
		return new ArrayList<>(Arrays.asList(this.text.trim().split(" +")));
	}

	private static String metaKey(List<String> words) {
		String key = words.get(1);
		try {
			return flags(words).contains("b") ? new String(Base64.getDecoder().decode(key), StandardCharsets.ISO_8859_1)
					: key;
		}
		catch (IllegalArgumentException ex) {
			return key;
		}
	}

	private static List<String> flags(List<String> words) {
		return from(words, words.get(0).equals("ms") ? 3 : 2);
	}

	private static List<String> from(List<String> words, int index) {
		return words.subList(Math.min(index, words.size()), words.size());
	}

}
