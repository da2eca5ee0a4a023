package io.github.memcachedspring.cache;

import io.github.memcachedspring.client.Reply;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What to do with replies that nobody waits for.
 */
final class Replies {

	private static final Log logger = LogFactory.getLog(Replies.class);

	private Replies() {
	}

	/** Lets a command that only tidies up take its course. */
	static <T extends @Nullable Object> void send(Reply<T> reply) {
		reply.subscribe(Runnable::run, (result, failure) -> {
			if (failure != null) {
				logger.debug("A command that nobody waits for failed", failure);
			}
		});
	}

}
