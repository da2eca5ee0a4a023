package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A port on which nobody accepts connections: an attempt to connect lasts, as if packets
 * were dropped.
 */
final class FullBacklog implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMillis(100);

	private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

	private final List<SocketChannel> waiting = new ArrayList<>();

	FullBacklog() throws IOException {
		SocketAddress address = this.socket.getLocalSocketAddress();
		boolean connected;
		do {
			SocketChannel channel = SocketChannel.open();
			channel.configureBlocking(false);
			this.waiting.add(channel);
			connected = channel.connect(address) || finishes(channel);
		}
		while (connected);
	}

	/** A busy machine may take a moment for what it does at once otherwise. */
	private static boolean finishes(SocketChannel channel) throws IOException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < end) {
			if (channel.finishConnect()) {
				return true;
			}
			LockSupport.parkNanos(1_000_000);
		}
		return false;
	}

	int port() {
		return this.socket.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		for (SocketChannel channel : this.waiting) {
			channel.close();
		}
		this.socket.close();
	}

}
