package io.github.memcachedspring.client;

import org.springframework.util.Assert;

/**
 * What an item's version was when it was read. It is bound to the connection it was read
 * on, because a server that restarts begins to count at 1 again: on any other connection
 * a store with it fails without being sent.
 *
 * @param value the protocol's CAS number, unsigned
 * @param connection identifies the connection
 * @since 0.1.0
 */
public record CasToken(long value, Object connection) {

	public CasToken {
		Assert.notNull(connection, "'connection' must not be null");
	}

	/**
	 * Compares the number and the identity of the connection.
	 * @param other the other object
	 * @return whether both name the same version
	 */
	@Override
	public boolean equals(Object other) {
		return other instanceof CasToken that && this.value == that.value && this.connection == that.connection;
	}

	@Override
	public int hashCode() {
		return 31 * Long.hashCode(this.value) + System.identityHashCode(this.connection);
	}

	@Override
	public String toString() {
		return Long.toUnsignedString(this.value);
	}

}
