package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.memcachedspring.cache.Lookup.State;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * A cache on memcached. Obtained from {@link MemcachedCacheManager}.
 *
 * <p>
 * Every caller gets an instance of a value of its own. Keys may be of any type with value
 * semantics; two keys meet only if they are equal and of the same type. Unless configured
 * otherwise no failure of memcached leaves this class: a read is a miss, a write is
 * dropped.
 *
 * <p>
 * Within a transaction {@code put}, {@code evict} and {@code clear} wait for the commit,
 * as do stores of values that were loaded; {@code putIfAbsent}, {@code evictIfPresent}
 * and {@code invalidate} act at once, as their contracts say.
 *
 * @since 0.1.0
 */
public class MemcachedCache implements Cache {

	private final CacheContext context;

	private final CacheWriter writer;

	private final PlainLoads plainLoads;

	private final BlockingLoads blockingLoads;

	private final AsyncLoads asyncLoads;

	MemcachedCache(CacheContext context) {
		LoadedWriter loadedWriter = new LoadedWriter(context);
		LeasedLoads leasedLoads = new LeasedLoads(context, loadedWriter);
		this.context = context;
		this.writer = new CacheWriter(context);
		this.plainLoads = new PlainLoads(context, loadedWriter);
		this.blockingLoads = new BlockingLoads(context, leasedLoads, this.plainLoads);
		this.asyncLoads = new AsyncLoads(context, leasedLoads);
	}

	/** Creates a view. */
	MemcachedCache(MemcachedCache cache) {
		this.context = cache.context;
		this.writer = cache.writer;
		this.plainLoads = cache.plainLoads;
		this.blockingLoads = cache.blockingLoads;
		this.asyncLoads = cache.asyncLoads;
	}

	/**
	 * Returns a view of this cache for one invocation of an annotated method. It stands
	 * for the same entries, with another time to live.
	 * @param timeToLive how long what the invocation stores is to live, or {@code null}
	 * for what the cache's settings say
	 * @return the view
	 * @throws IllegalArgumentException if the time to live is less than one second
	 */
	public MemcachedCache forInvocation(@Nullable Duration timeToLive) {
		return new CacheView(this, valid(timeToLive));
	}

	/**
	 * Returns a view of this cache for one invocation of a {@code @Cacheable} method. It
	 * remembers what its read saw; what is put afterwards is stored only if nothing
	 * happened to the key since, and without such a read not at all. Not to be shared
	 * between invocations.
	 * @param timeToLive how long what the invocation stores is to live, or {@code null}
	 * for what the cache's settings say
	 * @param invocation what the views of this invocation have in common
	 * @return the view
	 * @throws IllegalArgumentException if the time to live is less than one second
	 */
	public MemcachedCache forInvocation(@Nullable Duration timeToLive, CacheableInvocation invocation) {
		return new CacheableView(this, valid(timeToLive), invocation);
	}

	private static @Nullable Duration valid(@Nullable Duration timeToLive) {
		return (timeToLive != null) ? MemcachedCacheConfiguration.atLeastOneSecond("timeToLive", timeToLive) : null;
	}

	/**
	 * Returns the entry of a key for changes that depend on what it was. They reach
	 * memcached at once, also within a transaction.
	 * @param key the key
	 * @return the entry, whether there is one or not
	 */
	public VersionedEntry versioned(Object key) {
		return new VersionedCacheEntry(this.context, request(key));
	}

	/**
	 * Returns what fills this cache ahead of need. What is stored through it carries the
	 * time to live of this view, if it has one.
	 * @return the filler, for values that are read from now on
	 */
	public CacheFiller filler() {
		return new CacheFiller(this.context, timeToLive());
	}

	/**
	 * Returns what this cache did in this JVM so far.
	 * @return a snapshot
	 */
	public MemcachedCacheStatistics getStatistics() {
		return this.context.statistics().snapshot();
	}

	/**
	 * Returns the settings of this cache.
	 * @return the settings
	 */
	public MemcachedCacheConfiguration getConfiguration() {
		return this.context.configuration();
	}

	/**
	 * Returns the generations that this JVM remembers of this cache: every
	 * {@link #clear()} raises them, and what carries a lower one is a miss. No node is
	 * asked.
	 * @return the generations by node, without nodes that have not been asked yet
	 */
	public Map<MemcachedNode, Long> getGenerations() {
		return this.context.store().generations();
	}

	@Override
	public String getName() {
		return this.context.name();
	}

	/**
	 * Returns the operations that this cache works with.
	 * @return the {@link io.github.memcachedspring.client.MemcachedOperations
	 * MemcachedOperations}
	 */
	@Override
	public Object getNativeCache() {
		return this.context.operations();
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		return wrapped(this.context.counted(this.context.await(find(key), Lookup.NOTHING)));
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
		ValueWrapper wrapper = get(key);
		Object value = (wrapper != null) ? wrapper.get() : null;
		if (value != null && type != null && !type.isInstance(value)) {
			throw new IllegalStateException("Value of cache '%s' is a '%s', not the requested '%s'".formatted(getName(),
					value.getClass().getName(), type.getName()));
		}
		return (T) value;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		return (T) this.blockingLoads.get(request(key), valueLoader);
	}

	@Override
	public CompletableFuture<?> retrieve(Object key) {
		return find(key).onFailure((failure) -> {
			this.context.failed(failure);
			return Reply.of(Lookup.NOTHING);
		})
			.<@Nullable ValueWrapper>map((lookup) -> wrapped(this.context.counted(lookup)))
			.toFuture(this.context.threads().completions());
	}

	@Override
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		return this.asyncLoads.get(request(key), valueLoader);
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		requireStorable(value);
		this.writer.put(request(key), value);
	}

	/**
	 * Stores a value at once if there is none.
	 * @param key the key
	 * @param value the value
	 * @return what was there, or {@code null} if the value was stored; {@code null} too
	 * if it cannot be stored or memcached failed, unless failures are to be
	 * {@linkplain OnError#THROW thrown}
	 */
	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		requireStorable(value);
		return wrapped(this.writer.putIfAbsent(request(key), value));
	}

	@Override
	public void evict(Object key) {
		this.writer.evict(wireKey(key));
	}

	@Override
	public boolean evictIfPresent(Object key) {
		return this.writer.evictIfPresent(wireKey(key));
	}

	@Override
	public void clear() {
		this.writer.clear();
	}

	/**
	 * Makes all entries invalid at once.
	 * @return {@code false}: whether there were any is not known
	 */
	@Override
	public boolean invalidate() {
		this.writer.clearNow();
		return false;
	}

	/** Reads without taking part in a lease: whoever calls may never store anything. */
	private Reply<Lookup> find(Object key) {
		MemcachedKey wireKey = wireKey(key);
		return this.context.store()
			.find(wireKey)
			.map((lookup) -> (lookup.state() == State.STALE_WON) ? declined(wireKey, lookup) : lookup);
	}

	/** Has others replace a stale value; all of them would leave that to this caller. */
	private Lookup declined(MemcachedKey wireKey, Lookup lookup) {
		if (lookup.token() != null) {
			Replies.send(this.context.store().discard(wireKey, lookup.token()));
		}
		return lookup.asMiss();
	}

	/** Releases what this JVM holds in the fleet. */
	void close() {
		this.context.leases().close();
	}

	CacheContext context() {
		return this.context;
	}

	PlainLoads plainLoads() {
		return this.plainLoads;
	}

	MemcachedKey wireKey(Object key) {
		return this.context.store().key(key);
	}

	private LoadRequest request(Object key) {
		return new LoadRequest(wireKey(key), key, timeToLive());
	}

	/** What {@code @CacheTtl} says; a matter of views. */
	@Nullable Duration timeToLive() {
		return null;
	}

	void requireStorable(@Nullable Object value) {
		if (value == null && !this.context.configuration().isCacheNullValues()) {
			throw new IllegalArgumentException(
					"Cache '%s' does not store null values. Keep them out with ".formatted(getName())
							+ "'@Cacheable(unless = \"#result == null\")', or admit them with "
							+ "'memcached.cache.cache-null-values: true'");
		}
	}

	static @Nullable ValueWrapper wrapped(Lookup lookup) {
		return lookup.hit() ? new SimpleValueWrapper(lookup.value()) : null;
	}

	@Override
	public String toString() {
		return "MemcachedCache '%s'".formatted(getName());
	}

}
