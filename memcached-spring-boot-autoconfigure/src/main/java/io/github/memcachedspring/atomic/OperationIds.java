package io.github.memcachedspring.atomic;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

import io.github.memcachedspring.transcoder.Extensions;

/**
 * The ids of the last updates that were applied to a value, newest first. They are kept
 * in the header of the entry, 8 bytes each.
 */
final class OperationIds {

	/** Tag of the extension that holds them; 1 is that of the caches' stale window. */
	static final int TAG = 2;

	/** How many are kept. */
	static final int KEPT = 8;

	/**
	 * Instances that are restored from one checkpoint share the state of all other random
	 * numbers, and would take the ids of each other for their own.
	 */
	private static final SecureRandom RANDOM = new SecureRandom();

	private OperationIds() {
	}

	static long next() {
		return RANDOM.nextLong();
	}

	/** Returns a copy that holds another id and as many of the others as are kept. */
	static Extensions add(Extensions extensions, long id) {
		byte[] others = read(extensions);
		int kept = Math.min(others.length, (KEPT - 1) * Long.BYTES);
		return extensions.with(TAG, ByteBuffer.allocate(Long.BYTES + kept).putLong(id).put(others, 0, kept).array());
	}

	static boolean contains(Extensions extensions, long id) {
		ByteBuffer ids = ByteBuffer.wrap(read(extensions));
		while (ids.remaining() >= Long.BYTES) {
			if (ids.getLong() == id) {
				return true;
			}
		}
		return false;
	}

	private static byte[] read(Extensions extensions) {
		byte[] ids = extensions.get(TAG);
		// What another version may keep here in another form is none of ours.
		return (ids != null && ids.length % Long.BYTES == 0) ? ids : new byte[0];
	}

}
