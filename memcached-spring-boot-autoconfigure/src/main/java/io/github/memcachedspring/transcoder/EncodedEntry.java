package io.github.memcachedspring.transcoder;

/**
 * An entry whose bytes have been verified and whose value has not been decoded yet. It
 * keeps the item's array without copying it.
 *
 * @since 0.1.0
 */
public final class EncodedEntry {

	private final byte[] item;

	private final EntryHeader header;

	private final int checksumOffset;

	EncodedEntry(byte[] item, EntryHeader header, int checksumOffset) {
		this.item = item;
		this.header = header;
		this.checksumOffset = checksumOffset;
	}

	/**
	 * Verifies the bytes of an item. Takes no codec, for the value is not decoded.
	 * @param item the bytes, kept by the entry and not to be changed any more
	 * @return the entry
	 * @throws CorruptEntryException if the bytes do not verify
	 */
	public static EncodedEntry of(byte[] item) {
		return Envelope.unwrap(item);
	}

	/**
	 * Returns what the entry says about itself.
	 * @return the header
	 */
	public EntryHeader header() {
		return this.header;
	}

	/**
	 * Returns which codec can decode the value.
	 * @return the id, 0 to 255, see {@link ObjectCodec#id()}
	 */
	public int codecId() {
		return this.item[Envelope.CODEC_OFFSET] & 0xFF;
	}

	/**
	 * Returns whether the payload is compressed.
	 * @return {@code true} if it is
	 */
	public boolean compressed() {
		return (this.item[Envelope.FLAGS_OFFSET] & Envelope.COMPRESSED) != 0;
	}

	/**
	 * Returns where the payload begins within the item's bytes. It ends where they end.
	 * @return the offset
	 */
	public int payloadOffset() {
		return this.checksumOffset + Integer.BYTES;
	}

	/**
	 * Returns the length of the payload as it is stored.
	 * @return the length in bytes
	 */
	public int payloadLength() {
		return this.item.length - payloadOffset();
	}

	/**
	 * Returns a copy of the item's bytes that carries another generation; everything else
	 * is as it was.
	 * @param generation the generation
	 * @return the bytes of an item
	 */
	public byte[] withGeneration(long generation) {
		byte[] changed = this.item.clone();
		BigEndian.putLong(changed, Envelope.GENERATION_OFFSET, generation);
		Envelope.seal(changed, this.checksumOffset);
		return changed;
	}

	byte[] item() {
		return this.item;
	}

	@Override
	public String toString() {
		return "codec %d, %d bytes, %s".formatted(codecId(), payloadLength(), this.header);
	}

}
