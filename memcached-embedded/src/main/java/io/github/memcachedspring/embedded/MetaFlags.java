package io.github.memcachedspring.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The flags of a meta command: one character each, some with a token behind it.
 */
final class MetaFlags {

	/** So many words a meta command may have, with its verb and key. */
	private static final int WORD_LIMIT = 19;

	private static final String VALID = "CDFIJLMNOPRTbcfhklqstuv";

	private static final String BAD_TOKEN = "CLIENT_ERROR bad token in command line format";

	private final List<String> flags = new ArrayList<>(4);

	private final Map<Character, String> tokens = new HashMap<>(8);

	private String error;

	private MetaFlags() {
	}

	static boolean tooMany(Words words) {
		return words.size() > WORD_LIMIT;
	}

	/**
	 * Reads the flags, without their tokens.
	 * @param first the index of the first
	 */
	static MetaFlags parse(Words words, int first) {
		MetaFlags flags = new MetaFlags();
		for (String flag : words.from(first)) {
			if (flags.error == null) {
				flags.add(flag);
			}
		}
		return flags;
	}

	private void add(String flag) {
		char character = flag.charAt(0);
		this.flags.add(flag);
		if (character >= 127 || this.tokens.put(character, flag.substring(1)) != null) {
			this.error = "CLIENT_ERROR duplicate flag";
		}
		else if (VALID.indexOf(character) < 0) {
			this.error = "CLIENT_ERROR invalid flag";
		}
	}

	/** What is wrong with the first wrong flag; null if all are right. */
	String error() {
		return this.error;
	}

	/**
	 * What is wrong with the tokens; null if all are right. Of several errors memcached
	 * reports the last, though that of client flags only if it is the only one.
	 * @param keyError what is wrong with a key in base64; null if nothing
	 */
	String tokenError(String keyError) {
		String last = null;
		for (String flag : this.flags) {
			String wrong = (flag.charAt(0) == 'b') ? keyError : errorOf(flag.charAt(0), flag.substring(1));
			last = (wrong != null) ? wrong : last;
		}
		boolean wrongClientFlags = has('F') && Numbers.flags(this.tokens.get('F')).isEmpty();
		return (last == null && wrongClientFlags) ? Answers.BAD_FORMAT : last;
	}

	/** What is wrong with a token, but for client flags; null if nothing. */
	private static String errorOf(char flag, String token) {
		return switch (flag) {
			case 'N', 'R', 'T' -> Numbers.signed(token).isEmpty() ? BAD_TOKEN : null;
			case 'C' -> Numbers.unsigned(token).isEmpty() ? BAD_TOKEN : null;
			case 'D' -> Numbers.unsigned(token).isEmpty() ? "CLIENT_ERROR invalid numeric delta value" : null;
			case 'J' -> Numbers.unsigned(token).isEmpty() ? "CLIENT_ERROR invalid numeric initial value" : null;
			case 'M' -> (token.length() != 1) ? "CLIENT_ERROR incorrect length for M token" : null;
			default -> null;
		};
	}

	/** All flags with their tokens, in the order sent. */
	List<String> all() {
		return this.flags;
	}

	boolean has(char flag) {
		return this.tokens.containsKey(flag);
	}

	/** The one character of the mode flag; 0 if there is none. */
	char mode() {
		return has('M') ? this.tokens.get('M').charAt(0) : 0;
	}

	/** An expiry time as sent; 0 if there is none. */
	int expiry(char flag) {
		return has(flag) ? Numbers.signed(this.tokens.get(flag)).orElse(0) : 0;
	}

	OptionalLong number(char flag) {
		return has(flag) ? Numbers.unsigned(this.tokens.get(flag)) : OptionalLong.empty();
	}

	int clientFlags() {
		return has('F') ? Numbers.flags(this.tokens.get('F')).orElse(0) : 0;
	}

}
