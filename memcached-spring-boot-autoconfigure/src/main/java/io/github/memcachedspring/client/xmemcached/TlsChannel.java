package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Encrypts what goes over a socket channel. The handshake is made while the channel
 * blocks; afterwards the channel may be in either mode. Not safe for use by several
 * threads at a time.
 */
final class TlsChannel implements ByteChannel {

	private static final Log logger = LogFactory.getLog(TlsChannel.class);

	/** Holds several records, of 16 KB at most, for one system call. */
	private static final int BUFFER_SIZE = 64 * 1024;

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final SocketChannel channel;

	private final SSLEngine engine;

	/** Received and still encrypted; ready to be read. */
	private final ByteBuffer received = ByteBuffer.allocate(BUFFER_SIZE).limit(0);

	/** Encrypted and not yet sent; ready to be read. */
	private final ByteBuffer outgoing = ByteBuffer.allocate(BUFFER_SIZE).limit(0);

	private TlsChannel(SocketChannel channel, SSLEngine engine) {
		this.channel = channel;
		this.engine = engine;
	}

	/**
	 * Makes the handshake. Blocks until it is done, or another thread closes the channel.
	 * @param channel a connected channel, which is in blocking mode afterwards
	 * @param engine an engine in client mode
	 * @return the encrypted channel
	 * @throws IOException if the connection is lost, or one side does not trust the other
	 */
	static TlsChannel handshake(SocketChannel channel, SSLEngine engine) throws IOException {
		channel.configureBlocking(true);
		TlsChannel tls = new TlsChannel(channel, engine);
		try {
			tls.handshake();
		}
		catch (SSLException ex) {
			tls.sayWhy(ex);
			throw ex;
		}
		return tls;
	}

	private void handshake() throws IOException {
		this.engine.beginHandshake();
		ByteBuffer noData = ByteBuffer.allocate(this.engine.getSession().getApplicationBufferSize());
		while (true) {
			switch (this.engine.getHandshakeStatus()) {
				case NEED_WRAP -> flush();
				case NEED_TASK -> this.engine.getDelegatedTask().run();
				case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
					if (decrypt(noData) == Status.BUFFER_UNDERFLOW && receive() < 0) {
						throw new SSLException("the connection was closed in the handshake");
					}
				}
				case FINISHED, NOT_HANDSHAKING -> {
					return;
				}
			}
		}
	}

	/** Sends the alert that goes with a failure. */
	private void sayWhy(SSLException failure) {
		try {
			flush();
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
	}

	/**
	 * Receives what is there, without decrypting it.
	 * @return the number of bytes, or -1 if there will be none any more
	 */
	int receive() throws IOException {
		this.received.compact();
		try {
			return this.channel.read(this.received);
		}
		finally {
			this.received.flip();
		}
	}

	/**
	 * Decrypts one record of what was received.
	 * @param target has room for a record
	 * @return whether there was a whole record; it need not have held data
	 */
	boolean decryptNext(ByteBuffer target) throws SSLException {
		Status status = decrypt(target);
		if (this.engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
			throw new SSLException("the server asked for another handshake, which is refused");
		}
		return status == Status.OK;
	}

	private Status decrypt(ByteBuffer target) throws SSLException {
		SSLEngineResult result = this.engine.unwrap(this.received, target);
		if (result.getStatus() == Status.BUFFER_OVERFLOW) {
			throw new SSLException("a record of more than %d bytes".formatted(target.remaining()));
		}
		return result.getStatus();
	}

	/** Returns whether the server said that it will send nothing more. */
	boolean isEnded() {
		return this.engine.isInboundDone();
	}

	/**
	 * Encrypts and sends as much as the channel takes.
	 * @param source what is to be sent
	 * @return whether all of it has left; if not, to be called again with the same buffer
	 */
	boolean send(ByteBuffer source) throws IOException {
		while (flush()) {
			if (!source.hasRemaining()) {
				return true;
			}
			encrypt(source);
		}
		return false;
	}

	/**
	 * Sends what was encrypted before, and what the protocol itself wants to say, the
	 * answer to a key update for example.
	 * @return whether nothing is left
	 */
	boolean flush() throws IOException {
		while (true) {
			while (this.outgoing.hasRemaining()) {
				if (this.channel.write(this.outgoing) == 0) {
					return false;
				}
			}
			if (this.engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
				return true;
			}
			encrypt(NOTHING);
		}
	}

	private void encrypt(ByteBuffer source) throws SSLException {
		this.outgoing.clear();
		try {
			do {
				SSLEngineResult result = this.engine.wrap(source, this.outgoing);
				if (result.bytesProduced() == 0) {
					throw new SSLException("nothing can be encrypted any more (%s)".formatted(result.getStatus()));
				}
			}
			while ((source.hasRemaining() || this.engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP)
					&& this.outgoing.remaining() >= this.engine.getSession().getPacketBufferSize());
		}
		finally {
			this.outgoing.flip();
		}
	}

	/** Reads while the channel blocks; the target has room for a record. */
	@Override
	public int read(ByteBuffer target) throws IOException {
		int before = target.position();
		while (target.position() == before) {
			if (!decryptNext(target) && (isEnded() || receive() < 0)) {
				return -1;
			}
			flush();
		}
		return target.position() - before;
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		int before = source.position();
		send(source);
		return source.position() - before;
	}

	@Override
	public boolean isOpen() {
		return this.channel.isOpen();
	}

	/** Says goodbye if the channel takes it at once, and closes. */
	@Override
	public void close() throws IOException {
		try {
			this.engine.closeOutbound();
			flush();
		}
		catch (IOException ex) {
			logger.debug("The end of a TLS connection could not be announced", ex);
		}
		finally {
			this.channel.close();
		}
	}

}
