package io.github.memcachedspring.client.xmemcached;

import java.util.List;

import com.google.code.yanf4j.buffer.IoBuffer;
import com.google.code.yanf4j.core.impl.WriteMessageImpl;

/**
 * Requests that are written together: one system call for many small commands.
 */
final class WriteBatch extends WriteMessageImpl {

	/**
	 * Up to this size requests are copied together. Beyond it the copy would cost more
	 * than the call it saves.
	 */
	static final int SIZE_LIMIT = 64 * 1024;

	WriteBatch(List<byte[]> requests, int size) {
		super(requests.size(), null);
		setWriteBuffer(IoBuffer.wrap((requests.size() == 1) ? requests.get(0) : join(requests, size)));
	}

	private static byte[] join(List<byte[]> requests, int size) {
		byte[] all = new byte[size];
		int end = 0;
		for (byte[] request : requests) {
			System.arraycopy(request, 0, all, end, request.length);
			end += request.length;
		}
		return all;
	}

}
