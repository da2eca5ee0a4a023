package io.github.memcachedspring.client.xmemcached;

import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One connection from its beginning to its end. Tokens are bound to it.
 */
interface MetaSession {

	/** Sends a meta command. */
	Reply<MetaReply> send(String verb, byte[] key, String flags, byte @Nullable [] data);

}
