package io.github.memcachedspring.client.xmemcached;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import io.github.memcachedspring.client.MemcachedNode;
import org.jspecify.annotations.Nullable;

/**
 * The list of the items on a node, as {@code lru_crawler metadump all} gives it, on a
 * connection of its own. It is to be read without a rest: meanwhile the server lists for
 * nobody else and does not look for expired items, and when nothing is read for some 90
 * seconds, versions 1.6.24 to 1.6.38 crash (measured: after 100 seconds, but not after
 * 70; 1.6.14, 1.6.18 and 1.6.45 wait). What is stored, removed, moved within the server's
 * memory or just used meanwhile may be missing. See
 * <a href="https://github.com/memcached/memcached/blob/master/doc/protocol.txt">the
 * protocol</a>, "LRU Crawler".
 *
 * @since 0.1.0
 */
public final class KeyDump implements Closeable {

	/** The server's crawler rests between items. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** A key of 250 bytes, each of which is escaped, and some numbers. */
	private static final int LONGEST_LINE = 2048;

	private final NodeSocket socket;

	private final byte[] line = new byte[LONGEST_LINE];

	private boolean ended;

	private KeyDump(NodeSocket socket) {
		this.socket = socket;
	}

	/**
	 * Asks for the list.
	 * @param node the node
	 * @param settings the settings of its cluster
	 * @return the list, to be closed in the end
	 * @throws IOException if the server cannot be reached
	 */
	public static KeyDump open(MemcachedNode node, XMemcachedSettings settings) throws IOException {
		NodeSocket socket = NodeSocket.open(node, settings, PATIENCE);
		try {
			socket.write("lru_crawler metadump all\r\n".getBytes(StandardCharsets.US_ASCII));
			return new KeyDump(socket);
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	/**
	 * Reads on.
	 * @return the next item, or {@code null} at the end
	 * @throws DumpRefusedException if there is no list: the server makes one for somebody
	 * else, or never does
	 * @throws IOException if the connection is lost before the end
	 */
	public @Nullable DumpedItem next() throws IOException {
		while (!this.ended) {
			int length = readLine();
			DumpedItem item = DumpedItem.parse(this.line, length);
			if (item != null) {
				return item;
			}
			String text = new String(this.line, 0, length, StandardCharsets.US_ASCII);
			if (text.equals("END")) {
				this.ended = true;
			}
			// Newer servers say 'OK' first (1.6.45 does, 1.6.38 does not).
			else if (!text.equals("OK") && !text.startsWith("key=")) {
				throw new DumpRefusedException(text);
			}
		}
		return null;
	}

	/** Lines of items end with LF alone. */
	private int readLine() throws IOException {
		int length = 0;
		while (true) {
			ByteBuffer in = this.socket.received();
			byte[] bytes = in.array();
			int end = in.position();
			while (end < in.limit() && bytes[end] != '\n') {
				end++;
			}
			int count = end - in.position();
			if (length + count > this.line.length) {
				throw new IOException("a line of more than %d bytes".formatted(LONGEST_LINE));
			}
			in.get(this.line, length, count);
			length += count;
			if (in.hasRemaining()) {
				in.get();
				return (length > 0 && this.line[length - 1] == '\r') ? length - 1 : length;
			}
		}
	}

	/** Closes the connection, which also ends the server's work on the list. */
	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * An item in the list.
	 *
	 * @param key its wire key, shared: not to be modified
	 * @param lastAccess when it was last read or written, in seconds since 1970 by the
	 * server's clock, up to a minute late
	 * @param size bytes that it takes in memory
	 * @since 0.1.0
	 */
	public record DumpedItem(byte[] key, long lastAccess, long size) {

		static @Nullable DumpedItem parse(byte[] line, int length) {
			if (length < 5 || line[0] != 'k' || line[1] != 'e' || line[2] != 'y' || line[3] != '=') {
				return null;
			}
			byte[] key = new byte[length];
			int keyLength = 0;
			int i = 4;
			while (i < length && line[i] != ' ') {
				if (line[i] == '%' && i + 2 < length) {
					key[keyLength++] = (byte) (hex(line[i + 1]) << 4 | hex(line[i + 2]));
					i += 3;
				}
				else {
					key[keyLength++] = line[i++];
				}
			}
			long lastAccess = number(line, i, length, " la=");
			long size = number(line, i, length, " size=");
			return (lastAccess < 0 || size < 0) ? null
					: new DumpedItem(Arrays.copyOf(key, keyLength), lastAccess, size);
		}

		private static int hex(byte digit) {
			return Character.digit(digit, 16);
		}

		/** Returns the number after a label, or -1. */
		private static long number(byte[] line, int from, int length, String label) {
			for (int i = from; i + label.length() < length; i++) {
				if (isAt(line, i, label)) {
					long number = 0;
					for (int j = i + label.length(); j < length && line[j] >= '0' && line[j] <= '9'; j++) {
						number = number * 10 + line[j] - '0';
					}
					return number;
				}
			}
			return -1;
		}

		private static boolean isAt(byte[] line, int offset, String text) {
			for (int i = 0; i < text.length(); i++) {
				if (line[offset + i] != text.charAt(i)) {
					return false;
				}
			}
			return true;
		}

	}

	/**
	 * The server makes no list now.
	 *
	 * @since 0.1.0
	 */
	public static final class DumpRefusedException extends IOException {

		private final boolean busy;

		DumpRefusedException(String answer) {
			super("the answer is '%.200s'".formatted(answer.replaceAll("\\p{Cntrl}", " ")));
			this.busy = answer.startsWith("BUSY");
		}

		/**
		 * Returns whether the server makes a list, or clears up, for somebody else.
		 * @return {@code true} if it may be asked again later
		 */
		public boolean isBusy() {
			return this.busy;
		}

	}

}
