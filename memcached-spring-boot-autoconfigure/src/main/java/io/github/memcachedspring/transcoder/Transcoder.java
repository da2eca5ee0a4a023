package io.github.memcachedspring.transcoder;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Turns values into the bytes of memcached items and back. Strings, {@code byte[]} and
 * the wrappers of primitives are stored raw, {@code null} is a marker; everything else
 * goes through an {@link ObjectCodec}. An item carries a header and a checksum over
 * everything, and is never empty. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class Transcoder {

	private final ObjectCodec codec;

	private final ObjectCodec[] readable;

	private final Compression compression;

	private Transcoder(ObjectCodec codec, ObjectCodec[] readable, Compression compression) {
		this.codec = codec;
		this.readable = readable;
		this.compression = compression;
	}

	/**
	 * Returns a transcoder that writes and reads with one codec.
	 * @param codec the codec for what is not stored raw
	 * @param compression when payloads are compressed
	 * @return the transcoder
	 * @throws IllegalArgumentException if the codec's id is not between 16 and 255
	 */
	public static Transcoder of(ObjectCodec codec, Compression compression) {
		return new Transcoder(codec, new ObjectCodec[] { checked(codec) }, compression);
	}

	private static ObjectCodec checked(ObjectCodec codec) {
		Assert.isTrue(codec.id() >= ObjectCodec.JSON && codec.id() <= 0xFF,
				() -> "'id' of a codec must be between 16 and 255: %d".formatted(codec.id()));
		return codec;
	}

	/**
	 * Returns a copy that reads with another codec too, for entries that were stored
	 * before the configuration changed. Among codecs with the same id the first counts.
	 * @param other the codec to read with
	 * @return the copy
	 * @throws IllegalArgumentException if the codec's id is not between 16 and 255
	 */
	public Transcoder alsoReading(ObjectCodec other) {
		ObjectCodec[] codecs = Arrays.copyOf(this.readable, this.readable.length + 1);
		codecs[this.readable.length] = checked(other);
		return new Transcoder(this.codec, codecs, this.compression);
	}

	/**
	 * Returns the codec that is written with.
	 * @return the codec for what is not stored raw
	 */
	public ObjectCodec getCodec() {
		return this.codec;
	}

	/**
	 * Encodes a value.
	 * @param value the value; a {@code byte[]} is copied
	 * @param header what the entry says about itself
	 * @return the bytes of an item
	 * @throws TranscodingException if the value cannot be stored so that it can be read
	 * back; {@link UntrustedTypeException} if that is for its type
	 */
	public byte[] encode(@Nullable Object value, EntryHeader header) {
		int rawId = RawValues.idOf(value);
		try {
			byte[] payload = (value != null && rawId == RawValues.NONE) ? this.codec.encode(value)
					: RawValues.encode(rawId, value);
			byte[] compressed = this.compression.deflate(payload);
			return Envelope.wrap(header, (rawId == RawValues.NONE) ? this.codec.id() : rawId, compressed != null,
					(compressed != null) ? compressed : payload);
		}
		catch (Exception | LinkageError | VirtualMachineError | AssertionError ex) {
			throw failure("A value of type '%s' cannot be encoded".formatted(typeName(value)), ex);
		}
	}

	/**
	 * Verifies the bytes of an item without decoding its value.
	 * @param item the bytes, kept by the entry and not to be changed any more
	 * @return the entry
	 * @throws CorruptEntryException if the bytes do not verify
	 */
	public EncodedEntry read(byte[] item) {
		return Envelope.unwrap(item);
	}

	/**
	 * Decodes the value of an entry; every call returns an instance of its own.
	 * @param entry the entry
	 * @return the value
	 * @throws TranscodingException for any failure at all, such as a type that is not
	 * trusted or does not exist any more, or a codec that is not known here
	 */
	public @Nullable Object decode(EncodedEntry entry) {
		try {
			if (!entry.compressed()) {
				return decode(entry.codecId(), entry.item(), entry.payloadOffset(), entry.payloadLength());
			}
			byte[] payload = this.compression.inflate(entry.item(), entry.payloadOffset(), entry.payloadLength());
			return decode(entry.codecId(), payload, 0, payload.length);
		}
		catch (Exception | LinkageError | VirtualMachineError | AssertionError ex) {
			// Bytes can be such that the JDK runs out of stack or memory, or throws an
			// InternalError, as its immutable maps do.
			throw failure("The entry cannot be decoded with codec %d".formatted(entry.codecId()), ex);
		}
	}

	private @Nullable Object decode(int codecId, byte[] bytes, int offset, int length) {
		if (codecId < ObjectCodec.JSON) {
			return RawValues.decode(codecId, bytes, offset, length);
		}
		for (ObjectCodec candidate : this.readable) {
			if (candidate.id() == codecId) {
				return candidate.decode(bytes, offset, length);
			}
		}
		throw new TranscodingException("No codec with the id %d is known here".formatted(codecId));
	}

	private static TranscodingException failure(String message, Throwable cause) {
		return (cause instanceof TranscodingException known) ? known : new TranscodingException(message, cause);
	}

	private static String typeName(@Nullable Object value) {
		return (value != null) ? value.getClass().getName() : "null";
	}

}
