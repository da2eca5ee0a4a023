package io.github.memcachedspring.migration.foreign;

import java.nio.charset.StandardCharsets;
import java.util.Date;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.TranscodingException;
import io.github.memcachedspring.transcoder.TrustedTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.support.NullValue;

/**
 * Understands values that xmemcached or spymemcached have written with their default
 * {@code SerializingTranscoder}; both have the same form. The flags tell the type. Safe
 * for use by many threads.
 *
 * @since 0.1.0
 */
public final class ForeignValues {

	private static final int SERIALIZED = 1;

	private static final int COMPRESSED = 2;

	private static final int TYPE_SHIFT = 8;

	private static final int KNOWN_FLAGS = SERIALIZED | COMPRESSED | 0xFF << TYPE_SHIFT;

	private final ObjectCodec serialization;

	private final int maxInflatedSize;

	/**
	 * Creates a reader.
	 * @param trustedTypes the types that serialized values may have, and that may be
	 * within them
	 * @param classLoader where types are looked up, or {@code null} for the context class
	 * loader of the reading thread
	 * @param maxInflatedSize the most bytes that a compressed value may inflate to
	 */
	public ForeignValues(TrustedTypes trustedTypes, @Nullable ClassLoader classLoader, int maxInflatedSize) {
		this.serialization = ObjectCodec.jdk(trustedTypes.withClasses(NullValue.class), classLoader);
		this.maxInflatedSize = maxInflatedSize;
	}

	/**
	 * Decodes a value.
	 * @param item the item as it was read
	 * @return the value; {@code null} if it is Spring's mark for it
	 * @throws TranscodingException for any failure at all, such as a type that is not
	 * trusted, or flags that these clients do not set
	 */
	public @Nullable Object decode(Item item) {
		try {
			Object value = decode((int) item.flags(), item.value());
			return (value instanceof NullValue) ? null : value;
		}
		catch (TranscodingException ex) {
			throw ex;
		}
		catch (Exception | LinkageError | VirtualMachineError | AssertionError ex) {
			throw new TranscodingException("The value of another client cannot be decoded", ex);
		}
	}

	private Object decode(int flags, byte[] stored) {
		if ((flags & ~KNOWN_FLAGS) != 0) {
			throw unknown(flags);
		}
		byte[] bytes = ((flags & COMPRESSED) != 0) ? Inflation.inflate(stored, this.maxInflatedSize) : stored;
		if ((flags & SERIALIZED) != 0) {
			return this.serialization.decode(bytes, 0, bytes.length);
		}
		return switch (flags >>> TYPE_SHIFT) {
			case 0 -> new String(bytes, StandardCharsets.UTF_8);
			case 1 -> bool(bytes);
			case 2 -> (int) number(bytes, Integer.BYTES);
			case 3 -> number(bytes, Long.BYTES);
			case 4 -> new Date(number(bytes, Long.BYTES));
			case 5 -> (byte) number(bytes, Byte.BYTES);
			case 6 -> Float.intBitsToFloat((int) number(bytes, Integer.BYTES));
			case 7 -> Double.longBitsToDouble(number(bytes, Long.BYTES));
			case 8 -> bytes;
			default -> throw unknown(flags);
		};
	}

	private static TranscodingException unknown(int flags) {
		return new TranscodingException(
				"Neither xmemcached nor spymemcached mark values with the flags 0x%x".formatted(flags));
	}

	private static boolean bool(byte[] bytes) {
		if (bytes.length != 1 || (bytes[0] != '0' && bytes[0] != '1')) {
			throw new TranscodingException("A boolean of another client is '0' or '1'");
		}
		return bytes[0] == '1';
	}

	/** Leading zeros are left out: of the number 0 nothing is left. */
	private static long number(byte[] bytes, int longest) {
		if (bytes.length > longest) {
			throw new TranscodingException("A number of at most %d bytes has %d".formatted(longest, bytes.length));
		}
		long value = 0;
		for (byte b : bytes) {
			value = value << Byte.SIZE | b & 0xFF;
		}
		return value;
	}

}
