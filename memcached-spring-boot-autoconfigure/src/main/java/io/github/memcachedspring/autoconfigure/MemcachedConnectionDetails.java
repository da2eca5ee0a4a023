package io.github.memcachedspring.autoconfigure;

import java.util.List;

import io.github.memcachedspring.client.MemcachedNode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the memcached cluster is, and how it is talked to. Declared as a bean it takes
 * the place of {@code memcached.servers}, {@code memcached.discovery},
 * {@code memcached.username}, {@code memcached.password} and {@code memcached.ssl}. For a
 * further cluster {@code sessions} it does so with the qualifier
 * {@code sessionsMemcached}, and must be no default candidate.
 *
 * @since 0.1.0
 */
public interface MemcachedConnectionDetails extends ConnectionDetails {

	/**
	 * Returns the nodes of the cluster. Their names decide which keys they hold.
	 * @return at least one node; none only from the details of
	 * {@code memcached.discovery.endpoint}, which are told later
	 */
	List<MemcachedNode> getNodes();

	/**
	 * Returns the user name for servers that demand one ({@code memcached -Y}). Asked for
	 * each connection, as is the password.
	 * @return the name, or {@code null} for connections without authentication
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * Returns the password that goes with the user name.
	 * @return the password, or {@code null} if there is no user name
	 */
	default @Nullable String getPassword() {
		return null;
	}

	/**
	 * Returns how connections are encrypted. Asked for each connection, so that new
	 * certificates are taken from then on.
	 * @return the bundle, or {@code null} for connections in plain text; which of the two
	 * it is must not change
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
