package io.github.memcachedspring.migration;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keys in a temporary file, where there may be very many of them. Where the system can
 * remove an open file, nothing is left of it even if the JVM is killed.
 */
final class KeyFile implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(BulkCopy.class);

	private static final int BUFFER_SIZE = 64 * 1024;

	private final FileChannel channel;

	private DataOutputStream out;

	private long count;

	private KeyFile(FileChannel channel) {
		this.channel = channel;
		this.out = output(channel);
	}

	private static DataOutputStream output(FileChannel channel) {
		return new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_SIZE));
	}

	/** Returns an empty one. */
	static KeyFile create() throws InterruptedException {
		return create(Path.of(System.getProperty("java.io.tmpdir")));
	}

	static KeyFile create(Path directory) throws InterruptedException {
		try {
			Path path = Files.createTempFile(directory, "memcached-keys-", null);
			return new KeyFile(open(path));
		}
		catch (IOException ex) {
			throw unusable(ex);
		}
	}

	private static FileChannel open(Path path) throws IOException {
		try {
			return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
					StandardOpenOption.DELETE_ON_CLOSE);
		}
		catch (IOException ex) {
			Files.delete(path);
			throw ex;
		}
	}

	void add(byte[] wire, long size) throws InterruptedException {
		try {
			this.out.writeShort(wire.length);
			this.out.write(wire);
			this.out.writeLong(size);
			this.count++;
		}
		catch (IOException ex) {
			throw unusable(ex);
		}
	}

	void clear() throws InterruptedException {
		try {
			this.channel.truncate(0);
			this.out = output(this.channel);
			this.count = 0;
		}
		catch (IOException ex) {
			throw unusable(ex);
		}
	}

	/**
	 * Reads all that was added.
	 * @return whether the reader has taken all
	 */
	boolean read(Reader reader) throws InterruptedException {
		try {
			this.out.flush();
			this.channel.position(0);
			DataInputStream in = new DataInputStream(
					new BufferedInputStream(Channels.newInputStream(this.channel), BUFFER_SIZE));
			for (long i = 0; i < this.count; i++) {
				byte[] wire = in.readNBytes(in.readUnsignedShort());
				if (!reader.take(wire, in.readLong())) {
					return false;
				}
			}
			return true;
		}
		catch (IOException ex) {
			throw unusable(ex);
		}
	}

	/**
	 * Returns what to throw, unless the thread was interrupted, which closes the file.
	 */
	private static IllegalStateException unusable(IOException ex) throws InterruptedException {
		if (ex instanceof ClosedByInterruptException) {
			Thread.interrupted();
			throw new InterruptedException();
		}
		return new IllegalStateException(("The keys that the old cluster lists cannot be kept in a temporary file "
				+ "(%s); make room for it, or set the system property 'java.io.tmpdir' to another directory")
			.formatted(ex), ex);
	}

	/** Removes the file. */
	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.debug("A temporary file of keys may be left", ex);
		}
	}

	/** Takes keys. */
	@FunctionalInterface
	interface Reader {

		/** Returns whether there may be more. */
		boolean take(byte[] wire, long size) throws InterruptedException;

	}

}
