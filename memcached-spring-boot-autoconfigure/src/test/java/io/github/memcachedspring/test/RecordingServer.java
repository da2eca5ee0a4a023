package io.github.memcachedspring.test;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * A fake server on the loopback interface that keeps each command line it receives, in
 * order of arrival. Whatever a client manages to smuggle past the end of a line shows up
 * as a line of its own.
 *
 * @since 0.1.0
 */
public final class RecordingServer implements AutoCloseable {

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final Responder responder;

	private final LoopbackListener listener;

	private RecordingServer(Responder responder) {
		this.responder = responder;
		this.listener = new LoopbackListener("recording-server", this::serve);
	}

	/**
	 * Starts a server that answers like one that is empty and stays so, except that
	 * leases work: {@code mg} with {@code N} creates a stub. Every server ends the
	 * connection on {@code quit}.
	 * @return the server
	 */
	public static RecordingServer start() {
		return start(emptyServer());
	}

	/**
	 * Returns the answers of {@link #start()}, for a server that gives others in places.
	 * @return a responder of its own for each call
	 */
	public static Responder emptyServer() {
		return new EmptyServerResponder();
	}

	/**
	 * Starts a server with answers of the caller's own.
	 * @param responder gives the answers; connections call it one at a time
	 * @return the server
	 */
	public static RecordingServer start(Responder responder) {
		return new RecordingServer(responder);
	}

	/**
	 * Returns the port.
	 * @return the TCP port
	 */
	public int port() {
		return this.listener.port();
	}

	/**
	 * Returns the address.
	 * @return the address as clients are given it
	 */
	public MemcachedNode node() {
		return new MemcachedNode("127.0.0.1", port());
	}

	/**
	 * Returns the command lines so far, without line breaks and data blocks. A line is
	 * there before its answer is sent.
	 * @return the lines, one character for each byte
	 */
	public List<String> lines() {
		return List.copyOf(this.lines);
	}

	/** Forgets the command lines so far. */
	public void clear() {
		this.lines.clear();
	}

	private void serve(Socket socket) throws IOException {
		InputStream in = new BufferedInputStream(socket.getInputStream());
		OutputStream out = socket.getOutputStream();
		String line = readLine(in);
		while (line != null) {
			this.lines.add(line);
			if (line.equals("quit")) {
				return;
			}
			byte[] data = in.readNBytes(dataLength(line));
			readLineBreakAfter(line, in);
			out.write(reply(line, data));
			line = readLine(in);
		}
	}

	private synchronized byte[] reply(String line, byte[] data) {
		return this.responder.reply(line, data);
	}

	private static int dataLength(String line) {
		String[] words = line.split(" ");
		boolean hasData = line.startsWith("ms ") && words.length > 2 && words[2].matches("\\d{1,9}");
		return hasData ? Integer.parseInt(words[2]) : 0;
	}

	private static void readLineBreakAfter(String line, InputStream in) throws IOException {
		if (line.startsWith("ms ")) {
			in.readNBytes(2);
		}
	}

	private static @Nullable String readLine(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int b = in.read(); b != '\n'; b = in.read()) {
			if (b < 0) {
				return null;
			}
			line.write(b);
		}
		String text = line.toString(StandardCharsets.ISO_8859_1);
		return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
	}

	@Override
	public void close() {
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Gives the answers of a {@link RecordingServer}. */
	@FunctionalInterface
	public interface Responder {

		/**
		 * Answers a command.
		 * @param line the command line without its line break, one character for each
		 * byte
		 * @param data the data block of an {@code ms}, else empty
		 * @return all bytes of the answer, line breaks included; empty for silence
		 */
		byte[] reply(String line, byte[] data);

	}

}
