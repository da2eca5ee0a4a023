package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose server has answered nothing for too long. It has to be found
 * so twice, for if this process was not running meanwhile, the answers only wait to be
 * read. For use by the timer alone.
 */
final class SilenceWatch {

	private static final Duration SHORTEST_SILENCE = Duration.ofMillis(1500);

	private @Nullable NodeSession suspected;

	/**
	 * Looks at a connection.
	 * @param session the connection, or null if there is none
	 * @param timeout the command timeout
	 */
	void check(@Nullable NodeSession session, Duration timeout) {
		Duration limit = timeout.multipliedBy(3);
		limit = (limit.compareTo(SHORTEST_SILENCE) > 0) ? limit : SHORTEST_SILENCE;
		if (session == null || session.silenceNanos() <= limit.toNanos()) {
			this.suspected = null;
		}
		else if (this.suspected != session) {
			this.suspected = session;
		}
		else {
			session.close(new IOException("no answer for %d ms".formatted(limit.toMillis())));
		}
	}

}
