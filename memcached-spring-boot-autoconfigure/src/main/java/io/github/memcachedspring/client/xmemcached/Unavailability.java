package io.github.memcachedspring.client.xmemcached;

import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedNode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no connection to a node. What an administrator has to change is said once,
 * in a warning.
 */
final class Unavailability {

	private static final Log logger = LogFactory.getLog(NodeConnection.class);

	private final MemcachedNode node;

	private volatile @Nullable String refusal;

	private volatile @Nullable String denial;

	private volatile @Nullable Throwable lastFailure;

	/** Why there will be no connection any more, or null. */
	private volatile @Nullable String end;

	Unavailability(MemcachedNode node) {
		this.node = node;
	}

	/** Called when the server is of the wrong kind. */
	void refused(String reason) {
		if (!reason.equals(this.refusal)) {
			logger
				.warn(("Memcached node '%s' is not used: it cannot hold leases, which takes memcached 1.6.13 or later "
						+ "with CAS (%s)")
					.formatted(this.node, reason));
		}
		this.refusal = reason;
		this.denial = null;
	}

	/** Called when the server does not know us. */
	void denied(String reason) {
		if (!reason.equals(this.denial)) {
			logger.warn("Memcached node '%s' denies access: %s".formatted(this.node, reason));
		}
		this.denial = reason;
		this.refusal = null;
	}

	/** Called when the server was not reached, or the connection was lost. */
	void failed(@Nullable Throwable cause) {
		this.lastFailure = cause;
	}

	/** Called when a connection stands. */
	void ended() {
		this.refusal = null;
		this.denial = null;
		this.lastFailure = null;
	}

	/** Called when nobody will try to connect any more. */
	void forGood(String reason) {
		this.end = reason;
	}

	boolean isForGood() {
		return this.end != null;
	}

	/** Returns why the server is of the wrong kind, or null. */
	@Nullable String refusal() {
		return this.refusal;
	}

	/** Returns what commands fail with that could not be sent. */
	MemcachedConnectionException toException() {
		String end = this.end;
		String refusal = this.refusal;
		String denial = this.denial;
		if (end != null) {
			return exception(end, null);
		}
		if (denial != null) {
			return exception("Memcached node '%s' denies access: %s".formatted(this.node, denial), null);
		}
		Throwable cause = this.lastFailure;
		if (refusal != null) {
			return exception("Memcached node '%s' is refused: %s".formatted(this.node, refusal), cause);
		}
		String why = (cause != null && cause.getMessage() != null) ? ": " + cause.getMessage() : "";
		return exception("No connection to memcached node '%s'%s".formatted(this.node, why), cause);
	}

	private MemcachedConnectionException exception(String message, @Nullable Throwable cause) {
		return new MemcachedConnectionException(message, this.node, false, cause);
	}

}
