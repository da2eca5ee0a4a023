package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.RecordingServer;

/**
 * Stands before a fake server, and says things to its clients that they did not ask for.
 */
final class PushingServer implements AutoCloseable {

	private final RecordingServer server;

	private final ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());

	private final List<Socket> clients = new CopyOnWriteArrayList<>();

	PushingServer() throws IOException {
		this((line) -> false);
	}

	/**
	 * Starts a server.
	 * @param silent tells which commands are not answered
	 */
	PushingServer(Predicate<String> silent) throws IOException {
		RecordingServer.Responder empty = RecordingServer.emptyServer();
		this.server = RecordingServer.start((line, data) -> silent.test(line) ? new byte[0] : empty.reply(line, data));
		start(() -> {
			while (!this.listener.isClosed()) {
				serve(this.listener.accept());
			}
		});
	}

	MemcachedNode node() {
		return new MemcachedNode("127.0.0.1", this.listener.getLocalPort());
	}

	List<String> lines() {
		return this.server.lines();
	}

	void push(String text) throws IOException {
		Socket client = this.clients.get(this.clients.size() - 1);
		client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private void serve(Socket client) throws IOException {
		Socket upstream = new Socket("127.0.0.1", this.server.port());
		this.clients.add(client);
		start(() -> copy(client, upstream));
		start(() -> copy(upstream, client));
	}

	private static void copy(Socket from, Socket to) throws IOException {
		try (from; to) {
			InputStream in = from.getInputStream();
			in.transferTo(to.getOutputStream());
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
		}, "pushing-server");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.listener.close();
			for (Socket client : this.clients) {
				client.close();
			}
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Task {

		void run() throws IOException;

	}

}
