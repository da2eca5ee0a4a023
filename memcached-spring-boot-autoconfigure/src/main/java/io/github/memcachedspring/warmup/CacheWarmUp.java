package io.github.memcachedspring.warmup;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.MemcachedOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Runs {@link CacheWarmer warmers}, one after the other, each in one instance of the
 * fleet at a time: the others wait, and go on if that one is killed. Keys that have a
 * valid entry are passed by. Never throws because of a source or of memcached: a key
 * whose load fails is left out, a stream that fails ends its warmer.
 *
 * @since 0.1.0
 */
public final class CacheWarmUp implements AutoCloseable {

	/** A loader that ignores its interrupt is not waited for. */
	private static final long LONGEST_CLOSE_SECONDS = 1;

	private final WarmUpContext context;

	private final Map<String, CacheWarmer<?>> warmers = new LinkedHashMap<>();

	private final Map<String, ProgressCounter> progress = new LinkedHashMap<>();

	private @Nullable WarmUpRun run;

	private boolean closed;

	private CacheWarmUp(Builder builder) {
		this.context = new WarmUpContext(builder.operations, builder.keyPrefix, builder::cache, builder.settings);
		builder.warmers.forEach((warmer) -> {
			Assert.isTrue(this.warmers.put(warmer.getName(), warmer) == null,
					() -> "There are two warmers '%s'; give one another name by 'named(...)'"
						.formatted(warmer.getName()));
			this.progress.put(warmer.getName(), new ProgressCounter(warmer, Time.SYSTEM));
		});
	}

	/**
	 * Starts building.
	 * @param operations the cluster; not closed with what is built
	 * @param caches finds a cache by its name; asked before its warmer waits for its
	 * turn. It returns {@code null} for a cache that is not in memcached, whose warmer
	 * has nothing to do, and throws an exception if it knows none of that name, with
	 * which the warmer fails.
	 * @return the builder
	 */
	public static Builder builder(MemcachedOperations operations, Function<String, @Nullable MemcachedCache> caches) {
		return new Builder(operations, caches);
	}

	/**
	 * Starts warming up in the background, or joins the run that is under way.
	 * @param names names of the warmers, in order; none for all warmers in their order
	 * @return completes at the end of the run, whatever that is; never fails, and may be
	 * cancelled without effect on the run
	 * @throws IllegalArgumentException if there is no warmer of such a name
	 * @throws IllegalStateException if this object is closed
	 */
	public synchronized CompletableFuture<Void> start(String... names) {
		Map<CacheWarmer<?>, ProgressCounter> selected = select(
				(names.length > 0) ? Arrays.asList(names) : this.warmers.keySet());
		Assert.state(!this.closed, "Nothing can be warmed up any more: the application is ending");
		if (this.run == null || this.run.end().isDone()) {
			selected.forEach((warmer, counter) -> this.progress.put(warmer.getName(), counter));
			this.run = new WarmUpRun(this.context, selected);
			this.run.start();
		}
		return this.run.end().copy();
	}

	private Map<CacheWarmer<?>, ProgressCounter> select(Collection<String> names) {
		Map<CacheWarmer<?>, ProgressCounter> selected = new LinkedHashMap<>();
		for (String name : names) {
			CacheWarmer<?> warmer = this.warmers.get(name);
			if (warmer == null) {
				throw new IllegalArgumentException(
						"There is no warmer '%s'; there are %s".formatted(name, this.warmers.keySet()));
			}
			selected.put(warmer, new ProgressCounter(warmer, Time.SYSTEM));
		}
		return selected;
	}

	/**
	 * Has the run end that is under way, if there is one. Does not wait for that. Loads
	 * are interrupted, and another instance goes on.
	 */
	public synchronized void cancel() {
		if (this.run != null) {
			this.run.cancel();
		}
	}

	/**
	 * Returns for how long traffic may be held back for the run that is under way, if
	 * there is one: not while memcached is away, when nothing can be warmed.
	 * @return completes at the end of the run, or as soon as memcached has not answered
	 * twice in a row whose turn it is; never fails, and may be cancelled without effect
	 */
	public synchronized CompletableFuture<Void> worthWaiting() {
		return (this.run != null) ? this.run.endOrOutage().copy() : CompletableFuture.completedFuture(null);
	}

	/**
	 * Returns whether a run is under way.
	 * @return whether warmers are running, waiting for their turn or to follow
	 */
	public synchronized boolean isRunning() {
		return this.run != null && !this.run.end().isDone();
	}

	/**
	 * Returns how far the warmers have come, in their last run each. Cheap enough to be
	 * asked by meters.
	 * @return a snapshot for each warmer, in their order
	 */
	public synchronized List<WarmUpProgress> progress() {
		return this.progress.values().stream().map(ProgressCounter::snapshot).toList();
	}

	/** Cancels, and waits up to a second until the fleet knows of it. */
	@Override
	public void close() {
		CompletableFuture<Void> end;
		synchronized (this) {
			this.closed = true;
			if (this.run == null) {
				return;
			}
			this.run.cancel();
			end = this.run.end();
		}
		try {
			end.get(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException | ExecutionException ex) {
			// What still runs are daemon threads.
		}
	}

	/**
	 * Builds what warms up.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private final MemcachedOperations operations;

		private final Function<String, @Nullable MemcachedCache> caches;

		private BiFunction<String, String, @Nullable MemcachedCache> managedCaches = (manager, name) -> {
			throw new IllegalStateException("There is no cache manager '%s' for cache '%s'".formatted(manager, name));
		};

		private String keyPrefix = "";

		private WarmUpSettings settings = WarmUpSettings.DEFAULTS;

		private List<CacheWarmer<?>> warmers = List.of();

		private Builder(MemcachedOperations operations, Function<String, @Nullable MemcachedCache> caches) {
			Assert.notNull(operations, "'operations' must not be null");
			Assert.notNull(caches, "'caches' must not be null");
			this.operations = operations;
			this.caches = caches;
		}

		/**
		 * Sets what finds the caches of warmers that name a manager. By default there are
		 * none.
		 * @param managedCaches finds a cache by the names of its manager and its own, or
		 * returns {@code null} if it is not in memcached
		 * @return this builder
		 */
		public Builder managedCaches(BiFunction<String, String, @Nullable MemcachedCache> managedCaches) {
			this.managedCaches = managedCaches;
			return this;
		}

		private @Nullable MemcachedCache cache(CacheWarmer<?> warmer) {
			String manager = warmer.getCacheManager();
			return (manager != null) ? this.managedCaches.apply(manager, warmer.getCacheName())
					: this.caches.apply(warmer.getCacheName());
		}

		/**
		 * Sets what the wire keys of leases begin with. Instances that take turns have
		 * the same.
		 * @param keyPrefix the prefix, may be empty
		 * @return this builder
		 */
		public Builder keyPrefix(String keyPrefix) {
			this.keyPrefix = keyPrefix;
			return this;
		}

		/**
		 * Sets how much may be asked of the source.
		 * @param settings the settings
		 * @return this builder
		 */
		public Builder settings(WarmUpSettings settings) {
			this.settings = settings;
			return this;
		}

		/**
		 * Sets the warmers.
		 * @param warmers the warmers in their order, each with a name of its own
		 * @return this builder
		 */
		public Builder warmers(Collection<? extends CacheWarmer<?>> warmers) {
			this.warmers = List.copyOf(warmers);
			return this;
		}

		/**
		 * Builds it. Nothing runs before it is {@linkplain CacheWarmUp#start started}.
		 * @return what warms up
		 * @throws IllegalArgumentException if two warmers have the same name
		 */
		public CacheWarmUp build() {
			return new CacheWarmUp(this);
		}

	}

}
