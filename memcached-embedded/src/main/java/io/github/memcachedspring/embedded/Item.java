package io.github.memcachedspring.embedded;

/**
 * What is stored under a key. Guarded by the lock of its {@link Store}; only the data may
 * be used outside, the array is never changed.
 */
final class Item {

	private static final int HEADER = 48;

	private static final int CAS = 8;

	private static final int FLAGS = 4;

	private static final int LINE_END = 2;

	final String key;

	/** Whether the client sent the key in base64, and wants it back so. */
	final boolean binaryKey;

	final int flags;

	/** The second in which it expires, 0 for never. */
	int expiry;

	long cas;

	int accessed;

	/** Whether it has been read since it was stored. */
	boolean fetched;

	/** Whether a client has been told to store it anew. */
	boolean won;

	/** Whether it has been invalidated, but kept. */
	boolean stale;

	/** Neighbours in the {@link LruList}; null at its ends. */
	Item newer;

	Item older;

	private byte[] data;

	Item(String key, boolean binaryKey, int flags, int expiry, byte[] data) {
		this.key = key;
		this.binaryKey = binaryKey;
		this.flags = flags;
		this.expiry = expiry;
		this.data = data;
	}

	byte[] data() {
		return this.data;
	}

	void replaceData(byte[] data) {
		this.data = data;
	}

	/** A new item with the same key, flags and expiry, and not more in common. */
	Item with(byte[] data) {
		return new Item(this.key, false, this.flags, this.expiry, data);
	}

	long size() {
		return size(this.key.length(), this.flags, this.data.length);
	}

	/** How many bytes memcached takes for an item, which its size limit is about. */
	static long size(int keyLength, int flags, long dataLength) {
		return HEADER + CAS + keyLength + 1 + ((flags != 0) ? FLAGS : 0) + dataLength + LINE_END;
	}

}
