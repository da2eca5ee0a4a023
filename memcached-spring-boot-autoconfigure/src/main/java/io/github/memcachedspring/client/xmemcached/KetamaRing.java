package io.github.memcachedspring.client.xmemcached;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * Ketama's consistent hashing: 160 points per node, MD5. The points come from the node's
 * name in the configuration, so a server that changes its address keeps its keys, and do
 * not depend on which nodes are reachable, so no key moves when a node dies.
 */
final class KetamaRing {

	private static final int DIGESTS_PER_NODE = 40;

	private static final int POINTS_PER_DIGEST = 4;

	private static final int INDEX_BITS = 16;

	private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;

	/** Points in ascending order, each followed by its node's index. */
	private final long[] points;

	/**
	 * Creates a ring.
	 * @param nodes what names the nodes, each by its text
	 */
	KetamaRing(List<?> nodes) {
		this.points = new long[nodes.size() * DIGESTS_PER_NODE * POINTS_PER_DIGEST];
		int next = 0;
		for (int node = 0; node < nodes.size(); node++) {
			for (int i = 0; i < DIGESTS_PER_NODE; i++) {
				byte[] digest = md5((nodes.get(node) + "-" + i).getBytes(StandardCharsets.UTF_8));
				for (int part = 0; part < POINTS_PER_DIGEST; part++) {
					this.points[next++] = point(digest, part) << INDEX_BITS | node;
				}
			}
		}
		Arrays.sort(this.points);
	}

	/** Returns the index of the node that holds a key. */
	int indexOf(byte[] key) {
		long hash = point(md5(key), 0);
		int position = Arrays.binarySearch(this.points, hash << INDEX_BITS);
		int next = (position >= 0) ? position : -position - 1;
		return (int) this.points[(next < this.points.length) ? next : 0] & INDEX_MASK;
	}

	private static long point(byte[] digest, int part) {
		int i = part * 4;
		return Integer.toUnsignedLong((digest[i + 3] & 0xFF) << 24 | (digest[i + 2] & 0xFF) << 16
				| (digest[i + 1] & 0xFF) << 8 | digest[i] & 0xFF);
	}

	private static byte[] md5(byte[] bytes) {
		try {
			return MessageDigest.getInstance("MD5").digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has MD5", ex);
		}
	}

}
