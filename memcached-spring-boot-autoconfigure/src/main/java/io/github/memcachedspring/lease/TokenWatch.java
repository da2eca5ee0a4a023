package io.github.memcachedspring.lease;

import io.github.memcachedspring.client.CasToken;

/**
 * Watches whether the holder of a lease still renews it, by this JVM's own clock.
 */
final class TokenWatch {

	private CasToken token;

	private long since = System.nanoTime();

	TokenWatch(CasToken token) {
		this.token = token;
	}

	/**
	 * Takes note of a token.
	 * @param read the token
	 * @param sentAt when the command that read it was sent
	 * @return for how many nanoseconds at least it has been the same
	 */
	long unchangedFor(CasToken read, long sentAt) {
		if (!read.equals(this.token)) {
			this.token = read;
			restart();
		}
		return sentAt - this.since;
	}

	void restart() {
		this.since = System.nanoTime();
	}

}
