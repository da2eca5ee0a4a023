package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.time.Duration;

import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedNode;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a node when there is something to send, and not more than once a second.
 */
final class PipelineConnection implements MetaConnection {

	private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

	private final MemcachedNode node;

	private final XMemcachedSettings settings;

	private final Duration patience;

	private @Nullable PipelineSession session;

	private @Nullable Exception failure;

	private long notBefore = System.nanoTime();

	PipelineConnection(MemcachedNode node, XMemcachedSettings settings, Duration patience) {
		this.node = node;
		this.settings = settings;
		this.patience = patience;
	}

	@Override
	public MemcachedNode node() {
		return this.node;
	}

	@Override
	public @Nullable MetaSession session() {
		PipelineSession current = this.session;
		if (current != null && !current.isClosed()) {
			return current;
		}
		if (System.nanoTime() - this.notBefore < 0) {
			return null;
		}
		this.notBefore = System.nanoTime() + PAUSE_NANOS;
		try {
			NodeSocket socket = NodeSocket.open(this.node, this.settings, this.patience);
			this.session = new PipelineSession(socket, this.node, this.settings.maxItemSize());
		}
		catch (IOException | RuntimeException ex) {
			this.failure = ex;
			this.session = null;
		}
		return this.session;
	}

	@Override
	public MemcachedConnectionException notConnected() {
		return new MemcachedConnectionException("Memcached node '%s' is not connected".formatted(this.node), this.node,
				false, this.failure);
	}

	void flush() {
		if (this.session != null) {
			this.session.flushQuietly();
		}
	}

	void close() {
		if (this.session != null) {
			this.session.close(null);
		}
	}

}
