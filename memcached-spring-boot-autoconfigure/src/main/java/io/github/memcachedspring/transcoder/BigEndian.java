package io.github.memcachedspring.transcoder;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers in byte arrays, most significant byte first.
 */
final class BigEndian {

	private static final VarHandle SHORT = view(short[].class);

	private static final VarHandle CHAR = view(char[].class);

	private static final VarHandle INT = view(int[].class);

	private static final VarHandle LONG = view(long[].class);

	private BigEndian() {
	}

	private static VarHandle view(Class<?> type) {
		return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN);
	}

	/** Returns an unsigned number of 16 bits. */
	static int getShort(byte[] bytes, int offset) {
		return (char) CHAR.get(bytes, offset);
	}

	static void putShort(byte[] bytes, int offset, int value) {
		SHORT.set(bytes, offset, (short) value);
	}

	static int getInt(byte[] bytes, int offset) {
		return (int) INT.get(bytes, offset);
	}

	static void putInt(byte[] bytes, int offset, int value) {
		INT.set(bytes, offset, value);
	}

	static long getLong(byte[] bytes, int offset) {
		return (long) LONG.get(bytes, offset);
	}

	static void putLong(byte[] bytes, int offset, long value) {
		LONG.set(bytes, offset, value);
	}

}
