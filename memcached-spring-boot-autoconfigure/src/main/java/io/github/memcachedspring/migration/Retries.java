package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Tries again what nobody else knows of, each second until it works or the instance ends.
 */
final class Retries {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private volatile boolean closed;

	/**
	 * Tries something from the next second on.
	 * @param attempt must not block
	 */
	void later(Supplier<Reply<Boolean>> attempt) {
		if (this.closed) {
			return;
		}
		Reply
			.ofFuture(new CompletableFuture<@Nullable Boolean>().completeOnTimeout(true, INTERVAL.toMillis(),
					TimeUnit.MILLISECONDS))
			.flatMap((passed) -> attempt.get())
			.subscribe(Runnable::run, (done, failure) -> {
				if (failure != null) {
					later(attempt);
				}
			});
	}

	void close() {
		this.closed = true;
	}

}
