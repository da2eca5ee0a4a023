package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

import com.google.code.yanf4j.core.EventType;
import com.google.code.yanf4j.core.WriteMessage;
import com.google.code.yanf4j.nio.NioSessionConfig;
import net.rubyeye.xmemcached.CommandFactory;
import net.rubyeye.xmemcached.impl.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is encrypted. Begins after the handshake.
 */
final class TlsSession extends NodeSession {

	/**
	 * What certainly fits into one record. That has 16 KB at most (RFC 8446, 5.1), of
	 * which the JDK fills all but 17 bytes (measured).
	 */
	static final int RECORD_SIZE = 15 * 1024;

	private final TlsChannel tls;

	TlsSession(NioSessionConfig config, int readBufferSize, Optimizer unused, CommandFactory commandFactory,
			NodeConnection connection, TlsChannel tls) {
		super(config, readBufferSize, unused, commandFactory, connection);
		this.tls = tls;
	}

	@Override
	protected void readFromBuffer() {
		try {
			int count = this.tls.receive();
			decodeReceived();
			if (count < 0 || this.tls.isEnded()) {
				close();
				return;
			}
			this.selectorManager.registerSession(this, EventType.ENABLE_READ);
			sendPending();
		}
		catch (IOException | RuntimeException | Error ex) {
			// What escaped from here would end the reactor.
			close(ex);
		}
	}

	/** Leaves no whole record behind: the channel would not tell of it again. */
	private void decodeReceived() throws IOException {
		ByteBuffer in = this.readBuffer.buf();
		while (!isClosed() && this.tls.decryptNext(in)) {
			in.flip();
			decode();
			in.compact();
		}
	}

	@Override
	protected void onWrite(SelectionKey key) {
		try {
			if (!isClosed() && sendPending()) {
				super.onWrite(key);
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			close(ex);
		}
	}

	/** Sends what is left, now or when the channel is writable. */
	private boolean sendPending() throws IOException {
		boolean flushed = isClosed() || this.tls.flush();
		if (!flushed) {
			this.selectorManager.registerSession(this, EventType.ENABLE_WRITE);
		}
		return flushed;
	}

	/**
	 * Commands that share a record begin and end in it. After a long value memcached
	 * (1.6.18, measured) leaves the rest of the record unread until the next one comes;
	 * the last command of a pipeline would wait for its timeout.
	 */
	@Override
	int batchLimit() {
		return RECORD_SIZE;
	}

	@Override
	protected @Nullable Object writeToChannel(WriteMessage message) throws IOException {
		message.writing();
		return this.tls.send(message.getWriteBuffer().buf()) ? message.getMessage() : null;
	}

	@Override
	void closeChannelNow() throws IOException {
		this.tls.close();
	}

}
