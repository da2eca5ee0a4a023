package io.github.memcachedspring.embedded;

import java.math.BigInteger;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Numbers as memcached reads them, which is with C's {@code strtol} and {@code strtoull}:
 * leading white space and a sign are allowed, white space may follow, 32-bit results keep
 * the low bits of 64-bit input.
 */
final class Numbers {

	private static final BigInteger UNSIGNED_LIMIT = BigInteger.ONE.shiftLeft(64);

	private static final BigInteger SIGNED_LIMIT = BigInteger.ONE.shiftLeft(63);

	private Numbers() {
	}

	/** An expiry or a length. */
	static OptionalInt signed(String text) {
		BigInteger value = value(text);
		if (value == null || value.compareTo(SIGNED_LIMIT) >= 0 || value.compareTo(SIGNED_LIMIT.negate()) < 0) {
			return OptionalInt.empty();
		}
		return OptionalInt.of((int) value.longValue());
	}

	/** A CAS number or a delta. A minus is accepted where 2^64 added makes it small. */
	static OptionalLong unsigned(String text) {
		BigInteger value = value(text);
		if (value == null || value.abs().compareTo(UNSIGNED_LIMIT) >= 0) {
			return OptionalLong.empty();
		}
		long bits = value.longValue();
		return (bits < 0 && text.indexOf('-') >= 0) ? OptionalLong.empty() : OptionalLong.of(bits);
	}

	/** Client flags. */
	static OptionalInt flags(String text) {
		OptionalLong value = unsigned(text);
		return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
	}

	private static BigInteger value(String text) {
		int start = 0;
		while (start < text.length() && isSpace(text.charAt(start))) {
			start++;
		}
		int digits = start;
		if (digits < text.length() && "+-".indexOf(text.charAt(digits)) >= 0) {
			digits++;
		}
		int end = digits;
		while (end < text.length() && isDigit(text.charAt(end))) {
			end++;
		}
		if (end == digits || !endsNumber(text, end)) {
			return null;
		}
		return new BigInteger(text.substring((text.charAt(start) == '+') ? digits : start, end));
	}

	private static boolean endsNumber(String text, int end) {
		return end == text.length() || text.charAt(end) == '\0' || isSpace(text.charAt(end));
	}

	private static boolean isDigit(char character) {
		return character >= '0' && character <= '9';
	}

	private static boolean isSpace(char character) {
		return character == ' ' || (character >= '\t' && character <= '\r');
	}

}
