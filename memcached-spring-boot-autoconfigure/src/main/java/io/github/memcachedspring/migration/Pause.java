package io.github.memcachedspring.migration;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes without anybody being kept from anything else.
 */
final class Pause {

	private static final long LONGEST_MICROS = 8_000;

	private Pause() {
	}

	/** Returns a reply that comes after a while, which grows with each attempt. */
	static Reply<@Nullable Boolean> before(int attempt) {
		long most = Math.min(LONGEST_MICROS, 250L << Math.min(attempt, 10));
		long micros = most / 2 + ThreadLocalRandom.current().nextLong(most / 2);
		return Reply.ofFuture(
				new CompletableFuture<@Nullable Boolean>().completeOnTimeout(true, micros, TimeUnit.MICROSECONDS));
	}

}
