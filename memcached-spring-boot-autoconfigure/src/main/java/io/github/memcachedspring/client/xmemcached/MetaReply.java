package io.github.memcachedspring.client.xmemcached;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * An answer as it came: the line and, after {@code VA}, the data block. Flags are read
 * from the line by whoever consumes the answer, not by the driver's thread.
 */
final class MetaReply {

	private static final byte[] NO_DATA = {};

	/** 2<sup>64</sup> - 1 without its last digit, which is a 5. */
	private static final long LARGEST_TENTH = Long.divideUnsigned(-1, 10);

	private final byte[] line;

	private final int length;

	private final byte[] data;

	MetaReply(byte[] line, int length, byte @Nullable [] data) {
		this.line = line;
		this.length = length;
		this.data = (data != null) ? data : NO_DATA;
	}

	boolean is(String code) {
		return this.length >= 2 && this.line[0] == code.charAt(0) && this.line[1] == code.charAt(1)
				&& (this.length == 2 || this.line[2] == ' ');
	}

	/**
	 * Returns whether this answers the command with an opaque. Everything but errors must
	 * carry it, else a stray line could pass the answer to one command off as that to
	 * another. Before 1.6.18 memcached left it out of a miss
	 * (<a href="https://github.com/memcached/memcached/issues/880">issue 880</a>): taken
	 * for another command's, a miss is no wrong value either.
	 */
	boolean answers(int opaque) {
		return hasFlag('O') ? number('O') == opaque : isBareMiss();
	}

	boolean isBareMiss() {
		return this.length == 2 && is("EN");
	}

	/** Returns whether the line has a flag, with or without a token. */
	boolean hasFlag(char flag) {
		return find(flag) >= 0;
	}

	/**
	 * Returns the number after a flag.
	 * @throws NumberFormatException if there is no such flag or no number after it
	 */
	long number(char flag) {
		int start = find(flag);
		if (start < 0) {
			throw new NumberFormatException("flag '%s' is missing".formatted(flag));
		}
		return parse(this.line, start + 1, this.length);
	}

	byte[] data() {
		return this.data;
	}

	String line() {
		return new String(this.line, 0, this.length, StandardCharsets.ISO_8859_1);
	}

	private int find(char flag) {
		for (int i = 2; i < this.length - 1; i++) {
			if (this.line[i] == ' ' && this.line[i + 1] == flag) {
				return i + 1;
			}
		}
		return -1;
	}

	/**
	 * Parses an unsigned 64-bit number, or -1, that ends at a space or the end.
	 * @throws NumberFormatException if it is neither
	 */
	static long parse(byte[] line, int start, int end) {
		int stop = start;
		while (stop < end && line[stop] != ' ') {
			stop++;
		}
		if (stop - start == 2 && line[start] == '-' && line[start + 1] == '1') {
			return -1;
		}
		if (stop == start) {
			throw new NumberFormatException("no number");
		}
		long number = 0;
		for (int i = start; i < stop; i++) {
			int digit = line[i] - '0';
			if (digit < 0 || digit > 9 || isAbove(number, LARGEST_TENTH) || (number == LARGEST_TENTH && digit > 5)) {
				throw new NumberFormatException("no number of 64 bits");
			}
			number = number * 10 + digit;
		}
		return number;
	}

	private static boolean isAbove(long number, long limit) {
		return Long.compareUnsigned(number, limit) > 0;
	}

}
