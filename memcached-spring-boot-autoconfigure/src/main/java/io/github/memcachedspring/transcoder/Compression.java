package io.github.memcachedspring.transcoder;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * When payloads are compressed, and how far they may inflate. Compressed entries can be
 * read whatever the threshold is, so that it may change while entries are stored.
 *
 * @param threshold payloads of at least this many bytes are compressed; they are stored
 * as they are if that does not make them smaller
 * @param maxInflatedSize the most bytes a payload may inflate to; longer ones are neither
 * compressed nor inflated
 * @since 0.1.0
 */
public record Compression(int threshold, int maxInflatedSize) {

	/** The default threshold, 16 KB. */
	public static final int DEFAULT_THRESHOLD = 16 * 1024;

	/** The default limit of inflation, 16 MB. */
	public static final int DEFAULT_MAX_INFLATED_SIZE = 16 * 1024 * 1024;

	private static final int NEVER = Integer.MAX_VALUE;

	// DEFLATE never packs more than 258 bytes into 2 bits (RFC 1951, 3.2.5), 1032:1.
	private static final long MAX_RATIO = 1032;

	/**
	 * Creates settings.
	 * @param threshold payloads of at least this many bytes are compressed
	 * @param maxInflatedSize the most bytes a payload may inflate to
	 */
	public Compression {
		Assert.isTrue(threshold > 0, () -> "'threshold' must be positive: %d".formatted(threshold));
		Assert.isTrue(maxInflatedSize > 0, () -> "'maxInflatedSize' must be positive: %d".formatted(maxInflatedSize));
	}

	/**
	 * Returns the defaults: from 16 KB on, up to 16 MB.
	 * @return the settings
	 */
	public static Compression defaults() {
		return new Compression(DEFAULT_THRESHOLD, DEFAULT_MAX_INFLATED_SIZE);
	}

	/**
	 * Returns settings that compress nothing and still read compressed entries, up to 16
	 * MB.
	 * @return the settings
	 */
	public static Compression none() {
		return new Compression(NEVER, DEFAULT_MAX_INFLATED_SIZE);
	}

	/**
	 * Compresses a payload.
	 * @param payload the payload
	 * @return the inflated length and the compressed bytes, or {@code null} if the
	 * payload is better stored as it is
	 */
	byte @Nullable [] deflate(byte[] payload) {
		if (payload.length < this.threshold || payload.length > this.maxInflatedSize
				|| payload.length <= Integer.BYTES) {
			return null;
		}
		// No room for more than the original: what does not fit is not worth it.
		byte[] target = new byte[payload.length - 1];
		BigEndian.putInt(target, 0, payload.length);
		Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
		try {
			deflater.setInput(payload);
			deflater.finish();
			int length = deflater.deflate(target, Integer.BYTES, target.length - Integer.BYTES);
			return deflater.finished() ? Arrays.copyOf(target, Integer.BYTES + length) : null;
		}
		finally {
			deflater.end();
		}
	}

	/**
	 * Restores a payload.
	 * @param bytes the bytes that hold what {@link #deflate} returned
	 * @param offset where it begins
	 * @param length its length
	 * @return the payload
	 * @throws TranscodingException if it is longer than permitted or than it says
	 */
	byte[] inflate(byte[] bytes, int offset, int length) {
		if (length < Integer.BYTES) {
			throw new TranscodingException("The compressed payload is cut off");
		}
		int compressedLength = length - Integer.BYTES;
		byte[] target = new byte[checkedLength(BigEndian.getInt(bytes, offset), compressedLength)];
		Inflater inflater = new Inflater(true);
		try {
			inflater.setInput(bytes, offset + Integer.BYTES, compressedLength);
			inflate(inflater, target);
			return target;
		}
		catch (DataFormatException ex) {
			throw new TranscodingException("The compressed payload is damaged", ex);
		}
		finally {
			inflater.end();
		}
	}

	private int checkedLength(int declared, int compressedLength) {
		if (declared < 0 || declared > this.maxInflatedSize) {
			throw new TranscodingException("The payload inflates to %d bytes; at most %d are permitted"
				.formatted(Integer.toUnsignedLong(declared), this.maxInflatedSize));
		}
		if (declared > compressedLength * MAX_RATIO) {
			throw new TranscodingException(
					"The payload cannot inflate from %d to %d bytes".formatted(compressedLength, declared));
		}
		return declared;
	}

	private static void inflate(Inflater inflater, byte[] target) throws DataFormatException {
		int length = inflater.inflate(target);
		boolean whole = length == target.length && (inflater.finished() || inflater.inflate(new byte[1]) == 0)
				&& inflater.finished();
		if (!whole) {
			throw new TranscodingException(
					"The payload does not inflate to the %d bytes it declares".formatted(target.length));
		}
	}

}
