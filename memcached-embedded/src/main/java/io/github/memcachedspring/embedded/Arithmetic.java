package io.github.memcachedspring.embedded;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Counts in an item whose data is a decimal number of 64 bits without a sign.
 */
final class Arithmetic {

	private Arithmetic() {
	}

	/** The number in the item; empty if there is none. */
	static OptionalLong value(Item item) {
		return Numbers.unsigned(new String(item.data(), StandardCharsets.ISO_8859_1));
	}

	/** Adding wraps at 2^64, subtracting stops at 0. */
	static long apply(long value, boolean increment, long delta) {
		if (increment) {
			return value + delta;
		}
		return (Long.compareUnsigned(delta, value) > 0) ? 0 : value - delta;
	}

	/**
	 * Writes the number into the item. As in memcached, a number that needs fewer
	 * characters than before is filled up with spaces, and one that needs more makes a
	 * new item, which has not been read and is not stale.
	 * @return the item that holds the number
	 */
	static Item write(Store store, Item item, long value) {
		byte[] digits = Long.toUnsignedString(value).getBytes(StandardCharsets.ISO_8859_1);
		if (digits.length > item.data().length) {
			Item longer = item.with(digits);
			store.put(longer);
			return longer;
		}
		byte[] padded = Arrays.copyOf(digits, item.data().length);
		Arrays.fill(padded, digits.length, padded.length, (byte) ' ');
		item.replaceData(padded);
		store.renewCas(item);
		store.bump(item);
		return item;
	}

}
