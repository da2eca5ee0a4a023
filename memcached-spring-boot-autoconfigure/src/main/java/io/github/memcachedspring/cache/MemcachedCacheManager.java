package io.github.memcachedspring.cache;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.memcachedspring.client.MemcachedOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.cache.Cache;
import org.springframework.cache.support.AbstractCacheManager;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.util.Assert;

/**
 * Manages caches on one memcached cluster. Creates a cache when its name is first asked
 * for, unless told to stay with given names.
 *
 * @since 0.1.0
 */
public final class MemcachedCacheManager extends AbstractCacheManager implements DisposableBean {

	private static final String THREAD_PREFIX = "memcached-cache-";

	private final MemcachedOperations operations;

	private final String keyPrefix;

	private final MemcachedCacheConfiguration defaults;

	private final Map<String, MemcachedCacheConfiguration> configurations;

	private final Set<String> initialNames;

	private final boolean fixedNames;

	private final FailurePolicy failurePolicy = new FailurePolicy();

	private final CreatedCaches created = new CreatedCaches();

	private final CacheThreads threads;

	private final @Nullable ExecutorService ownExecutor;

	private final RefreshExecutor refreshExecutor;

	private final ScheduledExecutorService timer;

	private final LoadWaitListener loadWaitListener;

	private MemcachedCacheManager(Builder builder) {
		this.operations = builder.operations;
		this.keyPrefix = builder.keyPrefix;
		this.defaults = builder.defaults;
		this.configurations = Map.copyOf(builder.configurations);
		this.initialNames = new LinkedHashSet<>(builder.initialNames);
		this.initialNames.addAll(builder.configurations.keySet());
		this.fixedNames = builder.fixedNames;
		Executor given = builder.executor;
		this.ownExecutor = (given == null) ? new CompletionExecutor(THREAD_PREFIX) : null;
		Executor used = (this.ownExecutor != null) ? this.ownExecutor : Objects.requireNonNull(given);
		this.refreshExecutor = builder.refreshExecutor.get().decoratedBy(builder.refreshDecorator);
		this.timer = CacheThreads.newTimer();
		this.loadWaitListener = builder.loadWaitListener;
		this.threads = new CacheThreads(CompletionExecutor.neverRejecting(used, THREAD_PREFIX), this.refreshExecutor,
				this.timer);
	}

	/**
	 * Starts building a manager.
	 * @param operations the cluster; not closed with the manager
	 * @param defaults settings of caches that have none of their own
	 * @return the builder
	 */
	public static Builder builder(MemcachedOperations operations, MemcachedCacheConfiguration defaults) {
		return new Builder(operations, defaults);
	}

	/**
	 * Does nothing: the builder has created the initial caches. A second time would
	 * forget those that were created since, and make the others anew.
	 */
	@Override
	public void afterPropertiesSet() {
	}

	@Override
	protected Collection<? extends Cache> loadCaches() {
		return this.initialNames.stream().map(this::create).toList();
	}

	@Override
	protected @Nullable Cache getMissingCache(String name) {
		return this.fixedNames ? null : create(name);
	}

	/** Called once for each cache that anybody gets. */
	@Override
	protected Cache decorateCache(Cache cache) {
		this.created.add((MemcachedCache) cache);
		return cache;
	}

	/**
	 * Has a listener told of each cache: at once of those that there are, and of each
	 * that is created later before anybody gets it.
	 * @param listener gets each cache once; called while other caches cannot be created,
	 * and must not throw, since who asks for the cache would get the failure
	 */
	public void addListener(Consumer<MemcachedCache> listener) {
		Assert.notNull(listener, "'listener' must not be null");
		this.created.addListener(listener);
	}

	private MemcachedCache create(String name) {
		MemcachedCacheConfiguration configuration = this.configurations.getOrDefault(name, this.defaults);
		configuration.verify();
		return new MemcachedCache(CacheContext.create(name, this.keyPrefix, this.operations, configuration,
				this.failurePolicy, this.threads, this.loadWaitListener));
	}

	/**
	 * Releases the leases that are held, and ends the threads of the manager, but not
	 * those that were given to it.
	 */
	@Override
	public void destroy() {
		getCacheNames().forEach((name) -> {
			if (lookupCache(name) instanceof MemcachedCache cache) {
				cache.close();
			}
		});
		this.refreshExecutor.shutdown();
		this.timer.shutdown();
		if (this.ownExecutor != null) {
			this.ownExecutor.shutdown();
		}
	}

	/**
	 * Builds a manager.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private final MemcachedOperations operations;

		private MemcachedCacheConfiguration defaults;

		private String keyPrefix = "";

		private final Map<String, MemcachedCacheConfiguration> configurations = new LinkedHashMap<>();

		private List<String> initialNames = List.of();

		private boolean fixedNames;

		private @Nullable Executor executor;

		private Supplier<RefreshExecutor> refreshExecutor = RefreshExecutor::pooled;

		private TaskDecorator refreshDecorator = (task) -> task;

		private LoadWaitListener loadWaitListener = LoadWaitListener.NONE;

		private Builder(MemcachedOperations operations, MemcachedCacheConfiguration defaults) {
			Assert.notNull(operations, "'operations' must not be null");
			Assert.notNull(defaults, "'defaults' must not be null");
			this.operations = operations;
			this.defaults = defaults;
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
		 * Sets the settings of caches that have none of their own.
		 * @param defaults the settings
		 * @return this builder
		 */
		public Builder defaults(MemcachedCacheConfiguration defaults) {
			this.defaults = defaults;
			return this;
		}

		/**
		 * Returns the settings of caches that have none of their own, as a base for
		 * others.
		 * @return the settings
		 */
		public MemcachedCacheConfiguration defaults() {
			return this.defaults;
		}

		/**
		 * Sets the settings of a cache, which is created with the manager.
		 * @param name name of the cache
		 * @param configuration its settings
		 * @return this builder
		 */
		public Builder cache(String name, MemcachedCacheConfiguration configuration) {
			this.configurations.put(name, configuration);
			return this;
		}

		/**
		 * Sets names of caches that are created with the manager.
		 * @param names the names
		 * @return this builder
		 */
		public Builder cacheNames(Collection<String> names) {
			this.initialNames = List.copyOf(names);
			return this;
		}

		/**
		 * Sets whether there are only the caches that are created with the manager.
		 * @param fixedNames whether no other may be created
		 * @return this builder
		 */
		public Builder fixedNames(boolean fixedNames) {
			this.fixedNames = fixedNames;
			return this;
		}

		/**
		 * Sets what completes the futures of asynchronous callers, instead of threads of
		 * the manager's own. It must tolerate tasks that block.
		 * @param executor the executor
		 * @return this builder
		 */
		public Builder executor(Executor executor) {
			this.executor = executor;
			return this;
		}

		/**
		 * Sets what runs background refreshes, instead of eight threads of the manager's
		 * own with room for a hundred refreshes that wait. What it rejects is left out;
		 * it must run nothing on the calling thread.
		 * @param executor the executor; not ended with the manager
		 * @return this builder
		 */
		public Builder refreshExecutor(Executor executor) {
			this.refreshExecutor = () -> RefreshExecutor.given(executor);
			return this;
		}

		/**
		 * Sets what takes the context of the caller, such as its security context, along
		 * into the background refresh that it causes. By default nothing does.
		 * @param decorator asked on the thread of the caller; if it fails, the refresh is
		 * left out
		 * @return this builder
		 */
		public Builder refreshDecorator(TaskDecorator decorator) {
			this.refreshDecorator = decorator;
			return this;
		}

		/**
		 * Sets what is told of calls that wait for the load of another caller. By default
		 * nothing is.
		 * @param listener the listener
		 * @return this builder
		 */
		public Builder loadWaitListener(LoadWaitListener listener) {
			this.loadWaitListener = listener;
			return this;
		}

		/**
		 * Uses virtual threads, of Java 21 or later, wherever the manager has threads of
		 * its own. Limits stay, but for the number of those that complete futures.
		 * @return this builder
		 */
		public Builder virtualThreads() {
			this.refreshExecutor = RefreshExecutor::virtual;
			return executor(new VirtualThreadTaskExecutor(THREAD_PREFIX));
		}

		/**
		 * Builds the manager.
		 * @return the manager, with its initial caches
		 */
		public MemcachedCacheManager build() {
			MemcachedCacheManager manager = new MemcachedCacheManager(this);
			manager.initializeCaches();
			return manager;
		}

	}

}
