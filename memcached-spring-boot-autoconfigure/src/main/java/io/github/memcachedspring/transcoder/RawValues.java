package io.github.memcachedspring.transcoder;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The payloads of values that need no codec.
 */
final class RawValues {

	static final int NULL = 0;

	static final int UTF_8 = 1;

	static final int UTF_16 = 2;

	static final int BYTES = 3;

	static final int BOOLEAN = 4;

	static final int BYTE = 5;

	static final int SHORT = 6;

	static final int CHARACTER = 7;

	static final int INTEGER = 8;

	static final int LONG = 9;

	static final int FLOAT = 10;

	static final int DOUBLE = 11;

	/** What is not raw. */
	static final int NONE = -1;

	private static final byte[] EMPTY = new byte[0];

	private RawValues() {
	}

	/**
	 * Returns the codec id of a value.
	 * @param value the value
	 * @return the id, or {@link #NONE} if the value needs a codec
	 */
	static int idOf(@Nullable Object value) {
		if (value == null) {
			return NULL;
		}
		if (value instanceof String text) {
			return isWellFormed(text) ? UTF_8 : UTF_16;
		}
		if (value instanceof byte[]) {
			return BYTES;
		}
		if (value instanceof Boolean) {
			return BOOLEAN;
		}
		if (value instanceof Character) {
			return CHARACTER;
		}
		return (value instanceof Number number) ? idOf(number) : NONE;
	}

	private static int idOf(Number value) {
		if (value instanceof Integer) {
			return INTEGER;
		}
		if (value instanceof Long) {
			return LONG;
		}
		if (value instanceof Double) {
			return DOUBLE;
		}
		if (value instanceof Float) {
			return FLOAT;
		}
		if (value instanceof Short) {
			return SHORT;
		}
		return (value instanceof Byte) ? BYTE : NONE;
	}

	/** Returns whether a text has no lone surrogates. */
	static boolean isWellFormed(String text) {
		for (int i = 0; i < text.length(); i++) {
			char unit = text.charAt(i);
			if (Character.isSurrogate(unit)) {
				i++;
				if (Character.isLowSurrogate(unit) || i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
					return false;
				}
			}
		}
		return true;
	}

	static byte[] encode(int id, @Nullable Object value) {
		if (value == null) {
			return EMPTY;
		}
		return switch (id) {
			case UTF_8 -> ((String) value).getBytes(StandardCharsets.UTF_8);
			case UTF_16 -> utf16((String) value);
			case BYTES -> (byte[]) value;
			case BOOLEAN -> number((Boolean) value ? 1 : 0, Byte.BYTES);
			case BYTE -> number((Byte) value, Byte.BYTES);
			case SHORT -> number((Short) value, Short.BYTES);
			case CHARACTER -> number((Character) value, Character.BYTES);
			case INTEGER -> number((Integer) value, Integer.BYTES);
			case LONG -> number((Long) value, Long.BYTES);
			case FLOAT -> number(Float.floatToRawIntBits((Float) value), Float.BYTES);
			case DOUBLE -> number(Double.doubleToRawLongBits((Double) value), Double.BYTES);
			default -> throw new IllegalArgumentException("'id' must be that of a raw value: %d".formatted(id));
		};
	}

	// The JDK's UTF-16 replaces lone surrogates.
	private static byte[] utf16(String text) {
		byte[] bytes = new byte[Math.multiplyExact(text.length(), Character.BYTES)];
		for (int i = 0; i < text.length(); i++) {
			BigEndian.putShort(bytes, i * Character.BYTES, text.charAt(i));
		}
		return bytes;
	}

	private static byte[] number(long value, int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (value >>> (Byte.SIZE * (length - 1 - i)));
		}
		return bytes;
	}

	static @Nullable Object decode(int id, byte[] bytes, int offset, int length) {
		return switch (id) {
			case NULL -> null;
			case UTF_8 -> new String(bytes, offset, length, StandardCharsets.UTF_8);
			case UTF_16 -> utf16(bytes, offset, length);
			case BYTES -> Arrays.copyOfRange(bytes, offset, offset + length);
			case BOOLEAN -> number(bytes, offset, length, Byte.BYTES) != 0;
			case BYTE -> (byte) number(bytes, offset, length, Byte.BYTES);
			case SHORT -> (short) number(bytes, offset, length, Short.BYTES);
			case CHARACTER -> (char) number(bytes, offset, length, Character.BYTES);
			case INTEGER -> (int) number(bytes, offset, length, Integer.BYTES);
			case LONG -> number(bytes, offset, length, Long.BYTES);
			case FLOAT -> Float.intBitsToFloat((int) number(bytes, offset, length, Float.BYTES));
			case DOUBLE -> Double.longBitsToDouble(number(bytes, offset, length, Double.BYTES));
			default -> throw new TranscodingException("No raw value has the id %d".formatted(id));
		};
	}

	private static String utf16(byte[] bytes, int offset, int length) {
		char[] units = new char[length / Character.BYTES];
		for (int i = 0; i < units.length; i++) {
			units[i] = (char) BigEndian.getShort(bytes, offset + i * Character.BYTES);
		}
		return new String(units);
	}

	private static long number(byte[] bytes, int offset, int length, int expected) {
		if (length != expected) {
			throw new TranscodingException("A number of %d bytes has %d".formatted(expected, length));
		}
		long value = 0;
		for (int i = 0; i < length; i++) {
			value = (value << Byte.SIZE) | (bytes[offset + i] & 0xFF);
		}
		return value;
	}

}
