package io.github.memcachedspring.benchmarks.support;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * A memcached on a free port of the loopback interface. A shell between the two ends it
 * when this object is closed or the JVM is gone, however it ended: the operating system
 * then closes the shell's input.
 *
 * @since 0.1.0
 */
public final class LocalMemcached implements AutoCloseable {

	private static final String GUARD = """
			trap '' HUP INT TERM
			PATH="$PATH:/usr/bin:/usr/sbin:/usr/local/bin:/opt/homebrew/bin"
			memcached "$@" </dev/null &
			memcached=$!
			cat >/dev/null
			kill -9 $memcached
			wait $memcached 2>/dev/null
			""";

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final Process guard;

	private final int port;

	private LocalMemcached(Process guard, int port) {
		this.guard = guard;
		this.port = port;
	}

	/**
	 * Starts a server; returns when it accepts connections.
	 * @return the server, to be closed in the end
	 * @throws IOException if it did not start within 10 s
	 * @throws InterruptedException if the thread was interrupted meanwhile
	 */
	public static LocalMemcached start() throws IOException, InterruptedException {
		int port = freePort();
		List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "memcached-guard"));
		command.addAll(List.of("-l", "127.0.0.1", "-U", "0", "-p", String.valueOf(port)));
		if ("root".equals(System.getProperty("user.name"))) {
			command.addAll(List.of("-u", "root"));
		}
		Process guard = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
		LocalMemcached server = new LocalMemcached(guard, port);
		long giveUp = System.nanoTime() + PATIENCE_NANOS;
		while (!server.accepts()) {
			if (System.nanoTime() > giveUp) {
				server.close();
				throw new IOException("Memcached did not start; is it installed? Try 'apt-get install memcached'");
			}
			Thread.sleep(20);
		}
		return server;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private boolean accepts() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Returns where the server is.
	 * @return its address
	 */
	public MemcachedNode node() {
		return new MemcachedNode("127.0.0.1", this.port);
	}

	@Override
	public void close() throws IOException {
		this.guard.getOutputStream().close();
		try {
			this.guard.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
