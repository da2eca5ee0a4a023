package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * Stands before a server in plain text and speaks TLS with its clients, as the JDK does.
 */
final class TlsTunnel implements AutoCloseable {

	private final SSLServerSocket listener;

	private final MemcachedNode target;

	private final List<SSLSocket> clients = new CopyOnWriteArrayList<>();

	/** How connections ended: with {@code close_notify}, or with this failure. */
	private final List<String> ends = new CopyOnWriteArrayList<>();

	TlsTunnel(SSLContext context, MemcachedNode target) {
		this.target = target;
		try {
			this.listener = (SSLServerSocket) context.getServerSocketFactory()
				.createServerSocket(0, 16, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(() -> {
			while (!this.listener.isClosed()) {
				SSLSocket client = (SSLSocket) this.listener.accept();
				this.clients.add(client);
				start(() -> serve(client));
			}
		});
	}

	MemcachedNode node() {
		return new MemcachedNode("127.0.0.1", this.listener.getLocalPort());
	}

	List<String> ends() {
		return this.ends;
	}

	/** Says goodbye to all clients. */
	void closeConnections() throws IOException {
		for (SSLSocket client : this.clients) {
			client.close();
		}
	}

	private void serve(SSLSocket client) throws IOException {
		try (client; Socket server = new Socket(this.target.host(), this.target.port())) {
			server.setTcpNoDelay(true);
			client.setTcpNoDelay(true);
			start(() -> copy(server, client));
			copy(client, server);
			this.ends.add("close_notify");
		}
		catch (IOException ex) {
			this.ends.add(ex.toString());
			throw ex;
		}
	}

	private static void copy(Socket from, Socket to) throws IOException {
		InputStream in = from.getInputStream();
		OutputStream out = to.getOutputStream();
		byte[] buffer = new byte[64 * 1024];
		for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
			out.write(buffer, 0, count);
		}
	}

	private static void start(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// One side is gone.
			}
		}, "tls-tunnel");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.listener.close();
			closeConnections();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Task {

		void run() throws IOException;

	}

}
