package io.github.memcachedspring.embedded;

import java.util.Random;

/**
 * Random pieces of commands, right and wrong ones.
 */
final class Dice {

	private static final String[] NUMBERS = { "0", "1", "2", "7", "42", "007", "+5", "-1", "-0", "x", "1x", "0x10",
			"4294967295", "4294967296", "2147483647", "2147483648", "-2147483648", "9223372036854775807",
			"9223372036854775808", "18446744073709551615", "18446744073709551616", "-18446744073709551615", "1\t",
			"\t1", "--1", "1.5", "99999999999999999999" };

	/** Far enough from each other for clocks that differ by a second or two. */
	private static final String[] EXPIRIES = { "0", "0", "0", "50", "100", "1000", "2592000", "-1", "-100", "2592001",
			"4294967000" };

	private static final String JUNK = "abgemsntvk 0159 \t\r-+\0\u007f\u0080\u00ff=:/";

	/**
	 * Lines above 2,048 bytes, which a value is if its length was wrong, are refused if
	 * they arrive in pieces.
	 */
	static final int LONG_LINE = 1500;

	private static final int WHOLE = 1 << 20;

	private final Random random;

	Dice(long seed) {
		this.random = new Random(seed);
	}

	int below(int bound) {
		return this.random.nextInt(bound);
	}

	/** True in so many of a hundred cases. */
	boolean percent(int percent) {
		return below(100) < percent;
	}

	@SafeVarargs
	final <T> T of(T... choices) {
		return choices[below(choices.length)];
	}

	/** A number that need not be one. */
	String number() {
		return of(NUMBERS);
	}

	String expiry() {
		if (percent(10)) {
			return String.valueOf(System.currentTimeMillis() / 1000 + 5000);
		}
		return percent(5) ? number() : of(EXPIRIES);
	}

	String flags() {
		return percent(10) ? number() : of("0", "0", "1", "7", "4294967295");
	}

	/** A value, often a number. */
	String data() {
		return switch (below(8)) {
			case 0 -> "";
			case 1 -> of("9", "99", "999", "18446744073709551616");
			case 2 -> String.valueOf(below(1200));
			case 3 -> of(" 5", "5 ", "+5", "-5", "5x", "5 x", "\0", "5\0", "\r\n5", "00000000000000000000005");
			case 4 -> unlessBlank(junk(below(40)));
			case 5 -> "v".repeat(below(LONG_LINE));
			default -> "value" + below(10);
		};
	}

	/** In white space memcached looks for a number beyond the end of the value. */
	private static String unlessBlank(String value) {
		return value.isBlank() ? "" : value;
	}

	String junk(int length) {
		StringBuilder junk = new StringBuilder();
		for (int i = 0; i < length; i++) {
			junk.append(JUNK.charAt(below(JUNK.length())));
		}
		return junk.toString();
	}

	String space() {
		return percent(3) ? "  " : " ";
	}

	String lineEnd() {
		return percent(3) ? "\n" : "\r\n";
	}

	int size() {
		return percent(50) ? WHOLE : 1 + below(60);
	}

}
