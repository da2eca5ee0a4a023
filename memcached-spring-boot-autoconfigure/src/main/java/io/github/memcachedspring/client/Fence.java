package io.github.memcachedspring.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.springframework.util.Assert;

/**
 * The mark that a migration leaves on the old cluster in place of a value that is kept on
 * the new one from now on. Whoever changes values by what they were has to stop there,
 * for a change of what the mark stands for would be lost.
 *
 * @since 0.1.0
 */
public final class Fence {

	/** What a mark begins with: {@value}. No value that this library writes does. */
	public static final String PREFIX = "MOVED:";

	private static final byte[] BYTES = PREFIX.getBytes(StandardCharsets.US_ASCII);

	private Fence() {
	}

	/**
	 * Returns whether an item is a mark and no value.
	 * @param item the item's bytes
	 * @return {@code true} if it begins as marks do
	 */
	public static boolean isFence(byte[] item) {
		return item.length >= BYTES.length && Arrays.equals(item, 0, BYTES.length, BYTES, 0, BYTES.length);
	}

	/**
	 * Returns a mark that keeps the value it stands for.
	 * @param value the bytes of the value, may be empty
	 * @return the mark's bytes
	 */
	public static byte[] of(byte[] value) {
		byte[] item = Arrays.copyOf(BYTES, BYTES.length + value.length);
		System.arraycopy(value, 0, item, BYTES.length, value.length);
		return item;
	}

	/**
	 * Returns the value that a mark keeps.
	 * @param item the mark's bytes
	 * @return the bytes of the value, may be empty
	 * @throws IllegalArgumentException if the item is no mark
	 */
	public static byte[] value(byte[] item) {
		Assert.isTrue(isFence(item), () -> "'item' must begin with '%s'".formatted(PREFIX));
		return Arrays.copyOfRange(item, BYTES.length, item.length);
	}

}
