package io.github.memcachedspring.client.xmemcached;

import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The way to a node, whether or not there is a connection to it now.
 */
interface MetaConnection {

	MemcachedNode node();

	/** Returns the connection that commands are sent on now, or null. */
	@Nullable MetaSession session();

	/** Returns why there is none. */
	MemcachedConnectionException notConnected();

	default Reply<MetaReply> send(String verb, byte[] key, String flags, byte @Nullable [] data) {
		MetaSession current = session();
		return (current != null) ? current.send(verb, key, flags, data) : Reply.failed(notConnected());
	}

}
