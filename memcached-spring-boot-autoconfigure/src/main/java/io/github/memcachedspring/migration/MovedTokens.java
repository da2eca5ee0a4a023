package io.github.memcachedspring.migration;

import java.util.Map;

import io.github.memcachedspring.client.CasToken;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * Tokens of the new cluster as an instance gets them whose truth is the old one. Its
 * entries were judged by other generations: so if the instance moves to another phase
 * between a read and a store, the token must not count any more.
 */
final class MovedTokens {

	/** One for each connection, for tokens are compared. */
	private final Map<Object, Wrapper> wrappers = new ConcurrentReferenceHashMap<>();

	CasToken wrap(CasToken token) {
		return new CasToken(token.value(), this.wrappers.computeIfAbsent(token.connection(), Wrapper::new));
	}

	/** Returns the token of the new cluster, or null if it was not read this way. */
	static @Nullable CasToken unwrap(CasToken token) {
		return (token.connection() instanceof Wrapper wrapper) ? new CasToken(token.value(), wrapper.connection())
				: null;
	}

	/**
	 * Stands for a connection.
	 *
	 * @param connection the connection
	 */
	private record Wrapper(Object connection) {
	}

}
