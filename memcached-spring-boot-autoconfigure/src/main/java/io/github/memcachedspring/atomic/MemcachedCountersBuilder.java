package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;

import io.github.memcachedspring.cache.CompletionExecutor;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Builds {@link MemcachedCounters}.
 *
 * @since 0.1.0
 */
public final class MemcachedCountersBuilder {

	private static final String KIND = "n";

	private static final String THREAD_PREFIX = "memcached-counters-";

	private final MemcachedOperations operations;

	private String keyPrefix = "";

	private Duration timeToLive = Duration.ofHours(1);

	private RetryPolicy retry = RetryPolicy.defaults();

	private @Nullable Executor executor;

	MemcachedCountersBuilder(MemcachedOperations operations) {
		Assert.notNull(operations, "'operations' must not be null");
		this.operations = operations;
	}

	/**
	 * Sets what all wire keys begin with. Applications that share servers need different
	 * ones.
	 * @param keyPrefix the prefix, may be empty
	 * @return this builder
	 */
	public MemcachedCountersBuilder keyPrefix(String keyPrefix) {
		this.keyPrefix = keyPrefix;
		return this;
	}

	/**
	 * Sets how long counters live that are created without a time to live of their own;
	 * one hour if it is not set.
	 * @param timeToLive the time to live, at least one second
	 * @return this builder
	 * @throws IllegalArgumentException if the time to live is less than one second
	 */
	public MemcachedCountersBuilder timeToLive(Duration timeToLive) {
		this.timeToLive = UpdateSettings.atLeastOneSecond(timeToLive);
		return this;
	}

	/**
	 * Sets how often and how long deletes are tried, {@link RetryPolicy#defaults()} if it
	 * is not set. All else is tried once.
	 * @param retry the policy
	 * @return this builder
	 */
	public MemcachedCountersBuilder retry(RetryPolicy retry) {
		Assert.notNull(retry, "'retry' must not be null");
		this.retry = retry;
		return this;
	}

	/**
	 * Sets what completes the futures of {@link MemcachedCounters#async()}, instead of
	 * threads of the counters' own. It must tolerate tasks that block.
	 * @param executor the executor
	 * @return this builder
	 */
	public MemcachedCountersBuilder executor(Executor executor) {
		this.executor = executor;
		return this;
	}

	/**
	 * Builds the counters.
	 * @return the counters
	 */
	public MemcachedCounters build() {
		Executor given = this.executor;
		CompletionExecutor own = (given == null) ? new CompletionExecutor(THREAD_PREFIX) : null;
		Executor used = (own != null) ? own : Objects.requireNonNull(given);
		CounterVerbs verbs = new CounterVerbs(this.operations, KeySpace.of(this.keyPrefix, KIND, ""),
				Expiration.after(this.timeToLive), this.retry, new CounterMeter());
		return new MemcachedCounters(verbs, CompletionExecutor.neverRejecting(used, THREAD_PREFIX), own);
	}

}
