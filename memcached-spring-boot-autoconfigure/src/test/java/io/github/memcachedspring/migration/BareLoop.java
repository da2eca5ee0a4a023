package io.github.memcachedspring.migration;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.memcachedspring.test.MemcachedServer;

/**
 * What a bulk copy is compared with: one thread that knows all keys, reads items from one
 * server and stores them on another, as many at a time, and neither looks at what they
 * are nor cares who else writes.
 */
final class BareLoop {

	private static final int BATCH = 256;

	private static final int BUFFER = 64 * 1024;

	private static final byte[] MS = { 'm', 's', ' ' };

	private static final byte[] MG = { 'm', 'g', ' ' };

	private static final byte[] READ_FLAGS = { ' ', 'v', ' ', 't', '\r', '\n' };

	private static final byte[] LINE_END = { '\r', '\n' };

	private BareLoop() {
	}

	/** Stores the same value under all keys. */
	static void fill(MemcachedServer server, List<byte[]> keys, byte[] value, int seconds) throws IOException {
		byte[] flags = " %d T%d\r\n".formatted(value.length, seconds).getBytes(StandardCharsets.US_ASCII);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
			OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
			InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
			for (int first = 0; first < keys.size(); first += BATCH) {
				List<byte[]> batch = keys.subList(first, Math.min(first + BATCH, keys.size()));
				for (byte[] key : batch) {
					store(out, key, flags, value);
				}
				awaitStores(out, in, batch.size());
			}
		}
	}

	private static void store(OutputStream out, byte[] key, byte[] flags, byte[] value) throws IOException {
		out.write(MS);
		out.write(key);
		out.write(flags);
		out.write(value);
		out.write(LINE_END);
	}

	private static void awaitStores(OutputStream out, InputStream in, int count) throws IOException {
		out.flush();
		for (int i = 0; i < count; i++) {
			if (!"HD".equals(line(in))) {
				throw new IOException("not stored");
			}
		}
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = in.read(); next != '\n'; next = in.read()) {
			line.append((char) next);
		}
		line.setLength(line.length() - 1);
		return line.toString();
	}

	static void copy(MemcachedServer from, MemcachedServer to, List<byte[]> keys) throws IOException {
		try (Socket source = new Socket(InetAddress.getLoopbackAddress(), from.port());
				Socket target = new Socket(InetAddress.getLoopbackAddress(), to.port())) {
			OutputStream questions = new BufferedOutputStream(source.getOutputStream(), BUFFER);
			InputStream answers = new BufferedInputStream(source.getInputStream(), BUFFER);
			OutputStream out = new BufferedOutputStream(target.getOutputStream(), BUFFER);
			InputStream in = new BufferedInputStream(target.getInputStream(), BUFFER);
			for (int first = 0; first < keys.size(); first += BATCH) {
				List<byte[]> batch = keys.subList(first, Math.min(first + BATCH, keys.size()));
				for (byte[] key : batch) {
					questions.write(MG);
					questions.write(key);
					questions.write(READ_FLAGS);
				}
				questions.flush();
				for (byte[] key : batch) {
					// VA <size> t<seconds>
					String line = line(answers);
					int space = line.indexOf(' ', 3);
					int size = Integer.parseInt(line, 3, space, 10);
					byte[] value = answers.readNBytes(size);
					answers.skipNBytes(2);
					byte[] flags = (" " + size + " T" + line.substring(space + 2) + "\r\n")
						.getBytes(StandardCharsets.US_ASCII);
					store(out, key, flags, value);
				}
				awaitStores(out, in, batch.size());
			}
		}
	}

}
