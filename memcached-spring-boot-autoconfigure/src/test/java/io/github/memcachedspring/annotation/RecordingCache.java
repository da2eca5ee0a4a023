package io.github.memcachedspring.annotation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.github.memcachedspring.cache.CacheableInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.support.AbstractValueAdaptingCache;
import org.springframework.util.Assert;

/**
 * A cache on a map that records through which view, and with which time to live, it is
 * used.
 */
class RecordingCache extends AbstractValueAdaptingCache {

	static final InvocationView VIEW = (cache, timeToLive, invocation) -> (cache instanceof RecordingCache recording)
			? recording.open(timeToLive, invocation) : cache;

	private final Shared shared;

	private final boolean view;

	private final @Nullable Duration timeToLive;

	private final @Nullable CacheableInvocation invocation;

	RecordingCache(String name) {
		this(new Shared(name, new ConcurrentHashMap<>(), new CopyOnWriteArrayList<>()), false, null, null);
	}

	private RecordingCache(Shared shared, boolean view, @Nullable Duration timeToLive,
			@Nullable CacheableInvocation invocation) {
		super(true);
		this.shared = shared;
		this.view = view;
		this.timeToLive = timeToLive;
		this.invocation = invocation;
	}

	/**
	 * Opens a view.
	 * @throws IllegalStateException if this is one already
	 */
	RecordingCache open(@Nullable Duration timeToLive, @Nullable CacheableInvocation invocation) {
		Assert.state(!this.view, "A view of a view");
		return new RecordingCache(this.shared, true, timeToLive, invocation);
	}

	/**
	 * Returns what this view shares with its siblings.
	 */
	@Nullable CacheableInvocation invocation() {
		return this.invocation;
	}

	/**
	 * Returns what the views of all uses of a kind so far share with their siblings.
	 */
	List<@Nullable CacheableInvocation> invocations(String verb) {
		return uses(verb).stream().<@Nullable CacheableInvocation>map((use) -> use.view().invocation()).toList();
	}

	List<Use> uses() {
		return this.shared.uses;
	}

	List<Use> uses(String verb) {
		return uses().stream().filter((use) -> use.verb.equals(verb)).toList();
	}

	/**
	 * Returns the times to live of all puts so far.
	 */
	List<@Nullable Duration> timesToLive() {
		return uses("put").stream().map(Use::timeToLive).toList();
	}

	@Override
	public String getName() {
		return this.shared.name;
	}

	@Override
	public Object getNativeCache() {
		return this.shared.store;
	}

	@Override
	protected @Nullable Object lookup(Object key) {
		record("get", key);
		return this.shared.store.get(key);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		ValueWrapper hit = get(key);
		if (hit != null) {
			return (T) hit.get();
		}
		try {
			T value = valueLoader.call();
			put(key, value);
			return value;
		}
		catch (Exception ex) {
			throw new ValueRetrievalException(key, valueLoader, ex);
		}
	}

	@Override
	public @Nullable CompletableFuture<?> retrieve(Object key) {
		ValueWrapper hit = get(key);
		return (hit != null) ? CompletableFuture.completedFuture(hit) : CompletableFuture.completedFuture(null);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		ValueWrapper hit = get(key);
		return (hit != null) ? CompletableFuture.completedFuture((T) hit.get())
				: valueLoader.get().whenComplete((value, ex) -> put(key, value));
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		record("put", key);
		this.shared.store.put(key, toStoreValue(value));
	}

	@Override
	public void evict(Object key) {
		record("evict", key);
		this.shared.store.remove(key);
	}

	@Override
	public void clear() {
		record("clear", "");
		this.shared.store.clear();
	}

	private void record(String verb, Object key) {
		this.shared.uses.add(new Use(verb, key, this.timeToLive, this));
	}

	private record Shared(String name, Map<Object, Object> store, List<Use> uses) {

	}

	record Use(String verb, Object key, @Nullable Duration timeToLive, RecordingCache view) {

	}

}
