package io.github.memcachedspring.embedded.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * A plain connection: what is asserted is what a client would see.
 */
final class Wire implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 10_000;

	private final Socket socket;

	Wire(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout(PATIENCE_MILLIS);
	}

	/** Sends lines, each with a line break after it. */
	Wire send(String... lines) throws IOException {
		return sendRaw(String.join("\r\n", lines) + "\r\n");
	}

	Wire sendRaw(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		return this;
	}

	/** Sends lines and reads one. */
	String ask(String... lines) throws IOException {
		return send(lines).line();
	}

	String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int b = read(); b != '\n'; b = read()) {
			if (b < 0) {
				throw new IOException("End of stream after '%s'".formatted(line));
			}
			line.write(b);
		}
		String text = line.toString(StandardCharsets.ISO_8859_1);
		return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
	}

	/** Reads lines up to one that is equal to that, which is left out. */
	String upTo(String last) throws IOException {
		StringBuilder text = new StringBuilder();
		for (String line = line(); !line.equals(last); line = line()) {
			text.append(line).append('\n');
		}
		return text.toString();
	}

	String bytes(int count) throws IOException {
		return new String(this.socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
	}

	/** Reads to the end of the stream. */
	String rest() throws IOException {
		return new String(this.socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
	}

	/** Whether nothing comes for a while. */
	boolean isSilent() throws IOException {
		this.socket.setSoTimeout(100);
		try {
			int b = read();
			throw new AssertionError("Not silent: " + b);
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		finally {
			this.socket.setSoTimeout(PATIENCE_MILLIS);
		}
	}

	/** What one read of the stream gives. */
	int readSome(byte[] buffer) throws IOException {
		return this.socket.getInputStream().read(buffer);
	}

	void endOutput() throws IOException {
		this.socket.shutdownOutput();
	}

	private int read() throws IOException {
		InputStream in = this.socket.getInputStream();
		return in.read();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
