package io.github.memcachedspring.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * A connection as bytes, one character per byte. Waits for as long as the server answers;
 * a server that does not fails the test after a while.
 */
final class Wire implements AutoCloseable {

	private static final int SILENCE_MILLIS = 20_000;

	private static final int SHORT_SILENCE_MILLIS = 300;

	private final Socket socket;

	private boolean ended;

	Wire(int port) throws IOException {
		this.socket = new Socket("127.0.0.1", port);
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout(SILENCE_MILLIS);
	}

	void send(String bytes) throws IOException {
		try {
			this.socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (SocketException ex) {
			// The server has closed the connection, which reading will find.
		}
	}

	/** Sends a command with a reply of one line, and returns that with its line end. */
	String ask(String command) throws IOException {
		send(command);
		return readUntil("\r\n");
	}

	/**
	 * Reads up to and including a text that ends what has been received, or to the end of
	 * the connection.
	 */
	String readUntil(String end) throws IOException {
		StringBuilder received = new StringBuilder();
		byte[] buffer = new byte[64 * 1024];
		while (received.length() < end.length() || received.indexOf(end, received.length() - end.length()) < 0) {
			int count = read(buffer);
			if (count < 0) {
				this.ended = true;
				break;
			}
			received.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
		}
		return received.toString();
	}

	/**
	 * Reads what comes until nothing has come for a short while after the first of it, or
	 * to the end.
	 */
	String readUntilSilence() throws IOException {
		StringBuilder received = new StringBuilder();
		byte[] buffer = new byte[64 * 1024];
		try {
			for (int count = read(buffer); count >= 0; count = read(buffer)) {
				received.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
				this.socket.setSoTimeout(SHORT_SILENCE_MILLIS);
			}
		}
		catch (SocketTimeoutException ex) {
			if (received.isEmpty()) {
				throw ex;
			}
		}
		finally {
			this.socket.setSoTimeout(SILENCE_MILLIS);
		}
		return received.toString();
	}

	private int read(byte[] buffer) throws IOException {
		try {
			return this.socket.getInputStream().read(buffer);
		}
		catch (SocketException ex) {
			return -1;
		}
	}

	String readToEnd() throws IOException {
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		byte[] buffer = new byte[64 * 1024];
		for (int count = read(buffer); count >= 0; count = read(buffer)) {
			received.write(buffer, 0, count);
		}
		this.ended = true;
		return received.toString(StandardCharsets.ISO_8859_1);
	}

	/** Whether the server has closed the connection, as far as has been read. */
	boolean ended() {
		return this.ended;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
