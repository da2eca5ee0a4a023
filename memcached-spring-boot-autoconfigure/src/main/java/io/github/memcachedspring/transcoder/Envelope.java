package io.github.memcachedspring.transcoder;

import java.util.zip.CRC32C;

/**
 * The frame around a payload. All numbers are big endian:
 *
 * <table>
 * <caption>Layout of an item</caption>
 * <tr>
 * <th>offset</th>
 * <th>bytes</th>
 * <th>content</th>
 * </tr>
 * <tr>
 * <td>0</td>
 * <td>2</td>
 * <td>magic {@code 9C 4D}: neither text nor a Java serialization stream begins so</td>
 * </tr>
 * <tr>
 * <td>2</td>
 * <td>1</td>
 * <td>version of this layout, {@code 1}</td>
 * </tr>
 * <tr>
 * <td>3</td>
 * <td>1</td>
 * <td>codec id, see {@link ObjectCodec}</td>
 * </tr>
 * <tr>
 * <td>4</td>
 * <td>1</td>
 * <td>flags; bit 0: the payload is compressed, the others are 0</td>
 * </tr>
 * <tr>
 * <td>5</td>
 * <td>8</td>
 * <td>generation</td>
 * </tr>
 * <tr>
 * <td>13</td>
 * <td>8</td>
 * <td>stored at, milliseconds since the epoch</td>
 * </tr>
 * <tr>
 * <td>21</td>
 * <td>8</td>
 * <td>time to live in milliseconds, 0 for none</td>
 * </tr>
 * <tr>
 * <td>29</td>
 * <td>2</td>
 * <td>length {@code n} of the extension area</td>
 * </tr>
 * <tr>
 * <td>31</td>
 * <td>n</td>
 * <td>extensions: tag (1 byte), length (2 bytes), value; repeated</td>
 * </tr>
 * <tr>
 * <td>31 + n</td>
 * <td>4</td>
 * <td>CRC-32C of everything before and after it</td>
 * </tr>
 * <tr>
 * <td>35 + n</td>
 * <td>rest</td>
 * <td>payload; a compressed one begins with its inflated length (4 bytes) and goes on as
 * raw DEFLATE data (RFC 1951)</td>
 * </tr>
 * </table>
 */
final class Envelope {

	static final int MAGIC = 0x9C4D;

	static final int VERSION = 1;

	static final int COMPRESSED = 1;

	static final int CODEC_OFFSET = 3;

	static final int FLAGS_OFFSET = 4;

	static final int GENERATION_OFFSET = 5;

	static final int STORED_AT_OFFSET = 13;

	static final int TIME_TO_LIVE_OFFSET = 21;

	static final int EXTENSION_LENGTH_OFFSET = 29;

	static final int EXTENSION_OFFSET = 31;

	static final int MIN_LENGTH = EXTENSION_OFFSET + Integer.BYTES;

	private Envelope() {
	}

	static byte[] wrap(EntryHeader header, int codecId, boolean compressed, byte[] payload) {
		int checksumOffset = EXTENSION_OFFSET + header.extensions().length();
		byte[] item = new byte[Math.addExact(checksumOffset + Integer.BYTES, payload.length)];
		BigEndian.putShort(item, 0, MAGIC);
		item[2] = VERSION;
		item[CODEC_OFFSET] = (byte) codecId;
		item[FLAGS_OFFSET] = (byte) ((compressed) ? COMPRESSED : 0);
		BigEndian.putLong(item, GENERATION_OFFSET, header.generation());
		BigEndian.putLong(item, STORED_AT_OFFSET, header.storedAtMillis());
		BigEndian.putLong(item, TIME_TO_LIVE_OFFSET, header.timeToLiveMillis());
		BigEndian.putShort(item, EXTENSION_LENGTH_OFFSET, header.extensions().length());
		header.extensions().write(item, EXTENSION_OFFSET);
		System.arraycopy(payload, 0, item, checksumOffset + Integer.BYTES, payload.length);
		seal(item, checksumOffset);
		return item;
	}

	static EncodedEntry unwrap(byte[] item) {
		if (item.length < MIN_LENGTH) {
			throw new CorruptEntryException("The item is too short for an entry: %d bytes".formatted(item.length));
		}
		if (BigEndian.getShort(item, 0) != MAGIC || item[2] != VERSION) {
			throw new CorruptEntryException("The item is not an entry of this cache, or of another version");
		}
		int checksumOffset = EXTENSION_OFFSET + BigEndian.getShort(item, EXTENSION_LENGTH_OFFSET);
		if (checksumOffset + Integer.BYTES > item.length) {
			throw new CorruptEntryException("The item ends before its payload: %d bytes".formatted(item.length));
		}
		if (BigEndian.getInt(item, checksumOffset) != checksum(item, checksumOffset)) {
			throw new CorruptEntryException("The checksum of the entry does not match");
		}
		if ((item[FLAGS_OFFSET] & ~COMPRESSED) != 0) {
			throw new CorruptEntryException("The entry has unknown flags: %d".formatted(item[FLAGS_OFFSET]));
		}
		return new EncodedEntry(item, header(item), checksumOffset);
	}

	private static EntryHeader header(byte[] item) {
		return new EntryHeader(BigEndian.getLong(item, GENERATION_OFFSET), BigEndian.getLong(item, STORED_AT_OFFSET),
				BigEndian.getLong(item, TIME_TO_LIVE_OFFSET),
				Extensions.read(item, EXTENSION_OFFSET, BigEndian.getShort(item, EXTENSION_LENGTH_OFFSET)));
	}

	/** Writes the checksum. */
	static void seal(byte[] item, int checksumOffset) {
		BigEndian.putInt(item, checksumOffset, checksum(item, checksumOffset));
	}

	private static int checksum(byte[] item, int checksumOffset) {
		int payloadOffset = checksumOffset + Integer.BYTES;
		CRC32C crc = new CRC32C();
		crc.update(item, 0, checksumOffset);
		crc.update(item, payloadOffset, item.length - payloadOffset);
		return (int) crc.getValue();
	}

}
