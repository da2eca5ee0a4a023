package io.github.memcachedspring.transcoder;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A small, immutable, ordered map from tags (1 to 255) to bytes in the header of an
 * entry. Tags that this version does not know survive reading and writing.
 *
 * @since 0.1.0
 */
public final class Extensions {

	/** No extensions. */
	public static final Extensions NONE = new Extensions(new byte[0]);

	private static final int MAX_AREA = 0xFFFF;

	// Tag and length of the value that follows.
	private static final int FIELD_HEADER = 1 + Short.BYTES;

	private final byte[] area;

	private Extensions(byte[] area) {
		this.area = area;
	}

	/**
	 * Reads an extension area.
	 * @param bytes the bytes that hold the area; it is copied
	 * @param offset where it begins
	 * @param length its length
	 * @return the extensions
	 * @throws CorruptEntryException if the area is not well-formed
	 */
	static Extensions read(byte[] bytes, int offset, int length) {
		if (length == 0) {
			return NONE;
		}
		Extensions extensions = new Extensions(Arrays.copyOfRange(bytes, offset, offset + length));
		extensions.verify();
		return extensions;
	}

	private void verify() {
		int position = 0;
		while (position < this.area.length) {
			int rest = this.area.length - position;
			if (rest < FIELD_HEADER || this.area[position] == 0 || fieldLength(position) > rest) {
				throw new CorruptEntryException("The extension area of the entry is not well-formed");
			}
			position += fieldLength(position);
		}
	}

	/**
	 * Returns a copy that holds another value; it takes the last place.
	 * @param tag the tag, 1 to 255
	 * @param value the value, copied
	 * @return the copy
	 * @throws IllegalArgumentException if the tag is out of range or the extensions would
	 * exceed 65,535 bytes
	 */
	public Extensions with(int tag, byte[] value) {
		Assert.isTrue(tag >= 1 && tag <= 255, () -> "'tag' must be between 1 and 255: %d".formatted(tag));
		byte[] others = without(tag);
		long length = (long) others.length + FIELD_HEADER + value.length;
		Assert.isTrue(length <= MAX_AREA,
				() -> "'extensions' must not exceed %d bytes: %d".formatted(MAX_AREA, length));
		byte[] changed = Arrays.copyOf(others, (int) length);
		changed[others.length] = (byte) tag;
		BigEndian.putShort(changed, others.length + 1, value.length);
		System.arraycopy(value, 0, changed, others.length + FIELD_HEADER, value.length);
		return new Extensions(changed);
	}

	private byte[] without(int tag) {
		int start = find(tag);
		if (start < 0) {
			return this.area;
		}
		int end = start + fieldLength(start);
		byte[] rest = new byte[this.area.length - (end - start)];
		System.arraycopy(this.area, 0, rest, 0, start);
		System.arraycopy(this.area, end, rest, start, this.area.length - end);
		return rest;
	}

	/**
	 * Returns the value of a tag.
	 * @param tag the tag
	 * @return a copy of its bytes, or {@code null} if it is absent
	 */
	public byte @Nullable [] get(int tag) {
		int start = find(tag);
		return (start >= 0) ? Arrays.copyOfRange(this.area, start + FIELD_HEADER, start + fieldLength(start)) : null;
	}

	private int find(int tag) {
		for (int position = 0; position < this.area.length; position += fieldLength(position)) {
			if ((this.area[position] & 0xFF) == tag) {
				return position;
			}
		}
		return -1;
	}

	private int fieldLength(int position) {
		return FIELD_HEADER + BigEndian.getShort(this.area, position + 1);
	}

	int length() {
		return this.area.length;
	}

	void write(byte[] target, int offset) {
		System.arraycopy(this.area, 0, target, offset, this.area.length);
	}

	@Override
	public boolean equals(Object other) {
		return this == other || (other instanceof Extensions that && Arrays.equals(this.area, that.area));
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.area);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("[");
		for (int position = 0; position < this.area.length; position += fieldLength(position)) {
			text.append((position > 0) ? ", " : "").append(this.area[position] & 0xFF);
		}
		return text.append(']').toString();
	}

}
