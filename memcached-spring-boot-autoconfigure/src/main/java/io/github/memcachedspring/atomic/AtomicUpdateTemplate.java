package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

import io.github.memcachedspring.cache.CompletionExecutor;
import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.VersionedEntry;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.transcoder.Transcoder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.util.Assert;

/**
 * Atomic updates of values that belong to no cache, in as many namespaces as an
 * application wants, and of the entries of caches.
 *
 * <p>
 * A value of its own that cannot be decoded is left alone, for it is no copy of anything;
 * it has to be removed by whoever knows what it is.
 *
 * @since 0.1.0
 */
public final class AtomicUpdateTemplate extends EntryUpdates<String, AtomicUpdateTemplate> implements DisposableBean {

	private final OwnEntries entries;

	private final Function<String, MemcachedCache> caches;

	private final @Nullable ExecutorService ownExecutor;

	private AtomicUpdateTemplate(OwnEntries entries, Function<String, MemcachedCache> caches, UpdateContext context,
			UpdateSettings settings, @Nullable ExecutorService ownExecutor) {
		super(context, settings);
		this.entries = entries;
		this.caches = caches;
		this.ownExecutor = ownExecutor;
	}

	/**
	 * Starts building a template.
	 * @param operations the cluster; not closed with the template
	 * @param transcoder encodes and decodes values
	 * @return the builder
	 */
	public static Builder builder(MemcachedOperations operations, Transcoder transcoder) {
		return new Builder(operations, transcoder);
	}

	@Override
	VersionedEntry entry(String key) {
		return this.entries.entry(key);
	}

	@Override
	AtomicUpdateTemplate with(UpdateSettings settings) {
		return new AtomicUpdateTemplate(this.entries, this.caches, context(), settings, null);
	}

	/**
	 * Returns a template for the keys of a namespace, which never meet those of another,
	 * of a cache or of counters. Namespaces are not nested.
	 * @param name name of the namespace, any text; that of the template to begin with is
	 * empty
	 * @return the other template
	 */
	public AtomicUpdateTemplate namespace(String name) {
		return new AtomicUpdateTemplate(this.entries.namespace(name), this.caches, context(), settings(), null);
	}

	/**
	 * Returns updates of the very entries that {@code @Cacheable} reads, with the keys,
	 * the codec and the lives they have there.
	 * @param cacheName name of the cache
	 * @return the updates, as {@link #on(MemcachedCache)} describes them
	 * @throws IllegalStateException if there is no such cache on memcached
	 */
	public AtomicUpdates<Object> on(String cacheName) {
		return on(this.caches.apply(cacheName));
	}

	/**
	 * Returns updates of the entries of a cache. What the cache would not give its
	 * readers counts as absent: what was evicted or cleared, what has expired and is kept
	 * as a reserve, what cannot be decoded, and a cached {@code null}. A value that is
	 * created lives as long as the cache says; with {@linkplain #withTimeToLive(Duration)
	 * another time to live} that stands in for what {@code @CacheTtl} would say. A value
	 * that is removed is evicted. Loads of the key that are under way are not stored any
	 * more. As for all readers, it takes the cache's clear propagation until a clear by
	 * another instance is noticed; what is changed before that is cleared as well.
	 *
	 * <p>
	 * An update takes effect at once, also within a transaction and if the cache waits
	 * for the commit otherwise: what it returned was read and stored in one step, which
	 * could not be promised for later. It is not undone by a rollback. Failures of
	 * memcached are thrown, whatever the cache does with its own.
	 * @param cache the cache
	 * @return the updates
	 */
	public AtomicUpdates<Object> on(MemcachedCache cache) {
		return new CacheUpdates(cache, context(), settings());
	}

	/**
	 * Returns what the updates of this template, and of all that are derived from the
	 * same one, did in this JVM so far.
	 * @return a snapshot
	 */
	public AtomicUpdateStatistics getStatistics() {
		return context().counter().snapshot();
	}

	/**
	 * Ends the threads of the template, but not those that were given to it.
	 */
	@Override
	public void destroy() {
		if (this.ownExecutor != null) {
			this.ownExecutor.shutdown();
		}
	}

	/**
	 * Builds a template.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private static final String THREAD_PREFIX = "memcached-atomic-";

		private final MemcachedOperations operations;

		private final Transcoder transcoder;

		private String keyPrefix = "";

		private Duration timeToLive = Duration.ofHours(1);

		private UpdateSettings settings = UpdateSettings.DEFAULTS;

		private Function<String, MemcachedCache> caches = (name) -> {
			throw new IllegalStateException(
					"There is no cache '%s' on memcached; use 'on(MemcachedCache)'".formatted(name));
		};

		private @Nullable Executor executor;

		private Builder(MemcachedOperations operations, Transcoder transcoder) {
			Assert.notNull(operations, "'operations' must not be null");
			Assert.notNull(transcoder, "'transcoder' must not be null");
			this.operations = operations;
			this.transcoder = transcoder;
		}

		/**
		 * Sets what all wire keys begin with. Applications that share servers need
		 * different ones.
		 * @param keyPrefix the prefix, may be empty
		 * @return this builder
		 */
		public Builder keyPrefix(String keyPrefix) {
			this.keyPrefix = keyPrefix;
			return this;
		}

		/**
		 * Sets how long values live that are created; one hour if it is not set.
		 * @param timeToLive the time to live, at least one second
		 * @return this builder
		 * @throws IllegalArgumentException if the time to live is less than one second
		 */
		public Builder timeToLive(Duration timeToLive) {
			this.timeToLive = UpdateSettings.atLeastOneSecond(timeToLive);
			return this;
		}

		/**
		 * Sets how often and how long updates are tried.
		 * @param retry the policy
		 * @return this builder
		 */
		public Builder retry(RetryPolicy retry) {
			this.settings = this.settings.withRetry(retry);
			return this;
		}

		/**
		 * Has all updates leave an id with the value, as
		 * {@link AtomicUpdates#withOperationIds()} describes it.
		 * @return this builder
		 */
		public Builder operationIds() {
			this.settings = this.settings.withOperationIds();
			return this;
		}

		/**
		 * Sets what finds caches by their names. By default there are none.
		 * @param caches returns the cache, or throws if there is none
		 * @return this builder
		 */
		public Builder caches(Function<String, MemcachedCache> caches) {
			this.caches = caches;
			return this;
		}

		/**
		 * Sets what completes the futures of asynchronous callers and runs their
		 * functions, instead of threads of the template's own. It must tolerate tasks
		 * that block.
		 * @param executor the executor
		 * @return this builder
		 */
		public Builder executor(Executor executor) {
			this.executor = executor;
			return this;
		}

		/**
		 * Builds the template.
		 * @return the template
		 */
		public AtomicUpdateTemplate build() {
			Executor given = this.executor;
			CompletionExecutor own = (given == null) ? new CompletionExecutor(THREAD_PREFIX) : null;
			Executor used = (own != null) ? own : Objects.requireNonNull(given);
			return new AtomicUpdateTemplate(
					OwnEntries.of(this.operations, this.transcoder, this.keyPrefix, this.timeToLive), this.caches,
					new UpdateContext(CompletionExecutor.neverRejecting(used, THREAD_PREFIX), new UpdateCounter()),
					this.settings, own);
		}

	}

}
