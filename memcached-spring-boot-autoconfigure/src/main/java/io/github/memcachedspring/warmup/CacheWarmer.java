package io.github.memcachedspring.warmup;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Says what a cache is filled with before the traffic comes: which keys, in the order of
 * their importance, and where their values are from. Immutable; changed by copy. A stream
 * of keys is read as far as it is needed, closed in the end, and opened anew by each
 * instance that warms up.
 *
 * @param <K> type of the keys
 * @since 0.1.0
 */
public final class CacheWarmer<K> {

	/** What stands for the name of a cache if there are several: {@value}. */
	public static final String ANY_CACHE = "*";

	private final String name;

	private final String cacheName;

	private final @Nullable String cacheManager;

	private final Source<K> source;

	private final @Nullable LongSupplier size;

	private final @Nullable Duration timeToLive;

	private CacheWarmer(String name, String cacheName, @Nullable String cacheManager, Source<K> source,
			@Nullable LongSupplier size, @Nullable Duration timeToLive) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.hasText(cacheName, "'cacheName' must not be empty");
		this.name = name;
		this.cacheName = cacheName;
		this.cacheManager = cacheManager;
		this.source = source;
		this.size = size;
		this.timeToLive = timeToLive;
	}

	/**
	 * Returns a warmer that loads the value of each key that has no entry.
	 * @param <K> type of the keys
	 * @param cacheName name of the cache
	 * @param keys opens the stream of the keys
	 * @param loader loads a value, on several threads at a time; {@code null} is stored
	 * where the cache stores nulls
	 * @return the warmer
	 */
	public static <K> CacheWarmer<K> loading(String cacheName, Supplier<? extends Stream<? extends K>> keys,
			Loader<? super K> loader) {
		return of(cacheName, new Source.Loading<K>(keys::get, loader));
	}

	/**
	 * Returns a warmer that calls a cached method for each key that has no entry, so that
	 * conditions and the time to live of the annotations hold. The method must have the
	 * key as its only parameter and be called on the bean from outside, for it is the
	 * bean's proxy that caches.
	 * @param <K> type of the keys
	 * @param cacheName name of the cache
	 * @param keys opens the stream of the keys
	 * @param method the method, for example {@code bookService::findBook}; called on
	 * several threads at a time
	 * @return the warmer
	 */
	public static <K> CacheWarmer<K> calling(String cacheName, Supplier<? extends Stream<? extends K>> keys,
			Loader<? super K> method) {
		return of(cacheName, new Source.Calling<K>(keys::get, method));
	}

	/**
	 * Returns a warmer that stores values which come with their keys. There is no limit
	 * for these but how fast the stream is read. A value that was read from the source
	 * before its key was evicted may be stored after that; who cannot have that loads
	 * values by key.
	 * @param <K> type of the keys
	 * @param cacheName name of the cache
	 * @param entries opens the stream of the entries; keys and values must not be
	 * {@code null}
	 * @return the warmer
	 */
	public static <K> CacheWarmer<K> storing(String cacheName,
			Supplier<? extends Stream<? extends Map.Entry<? extends K, ?>>> entries) {
		return of(cacheName, new Source.Storing<K>(entries::get));
	}

	/**
	 * Returns a warmer that copies entries of whatever caches from somewhere else.
	 * @param name the name; there is no cache to be named after, so progress calls the
	 * cache {@value #ANY_CACHE}
	 * @param rate entries per second at most, above 0
	 * @param job copies them
	 * @return the warmer
	 */
	public static CacheWarmer<?> copying(String name, double rate, CopyJob job) {
		Assert.isTrue(rate > 0, () -> "'rate' must be above 0: " + rate);
		return new CacheWarmer<>(name, ANY_CACHE, null, new Source.Copying(job, rate), null, null);
	}

	private static <K> CacheWarmer<K> of(String cacheName, Source<K> source) {
		return new CacheWarmer<>(cacheName, cacheName, null, source, null, null);
	}

	/**
	 * Changes the name. Instances that run warmers of the same name take turns, and it is
	 * what logs say.
	 * @param name the name, that of the cache by default; unique in the application
	 * @return the copy
	 */
	public CacheWarmer<K> named(String name) {
		return new CacheWarmer<>(name, this.cacheName, this.cacheManager, this.source, this.size, this.timeToLive);
	}

	/**
	 * Says which manager the cache belongs to, as the attribute of the same name does in
	 * {@code @Cacheable}.
	 * @param cacheManager bean name of a memcached cache manager; by default the one that
	 * annotations use by default
	 * @return the copy
	 */
	public CacheWarmer<K> cacheManager(String cacheManager) {
		Assert.hasText(cacheManager, "'cacheManager' must not be empty");
		return new CacheWarmer<>(this.name, this.cacheName, cacheManager, this.source, this.size, this.timeToLive);
	}

	/**
	 * Says how many keys there are, so that progress can be told in percent. Not needed
	 * for streams that know their size.
	 * @param size asked when the stream is opened; may be an estimate
	 * @return the copy
	 */
	public CacheWarmer<K> size(LongSupplier size) {
		return new CacheWarmer<>(this.name, this.cacheName, this.cacheManager, this.source, size, this.timeToLive);
	}

	/**
	 * Changes how long entries live. No matter for cached methods, which say so
	 * themselves.
	 * @param timeToLive the time to live, at least one second; by default what the
	 * cache's settings say
	 * @return the copy
	 */
	public CacheWarmer<K> timeToLive(Duration timeToLive) {
		Assert.isTrue(timeToLive.compareTo(Duration.ofSeconds(1)) >= 0,
				() -> "'timeToLive' must be at least 1 s: %s".formatted(timeToLive));
		return new CacheWarmer<>(this.name, this.cacheName, this.cacheManager, this.source, this.size, timeToLive);
	}

	/**
	 * Returns what logs and progress call this warmer.
	 * @return the name
	 */
	public String getName() {
		return this.name;
	}

	/**
	 * Returns the cache that is warmed.
	 * @return name of the cache
	 */
	public String getCacheName() {
		return this.cacheName;
	}

	/**
	 * Returns the manager of the cache.
	 * @return its bean name, or {@code null} for the default one
	 */
	public @Nullable String getCacheManager() {
		return this.cacheManager;
	}

	Source<K> source() {
		return this.source;
	}

	@Nullable Duration timeToLive() {
		return this.timeToLive;
	}

	/** Returns how many keys there are, or null if nobody has said so. */
	@Nullable Long size() {
		return (this.size != null) ? this.size.getAsLong() : null;
	}

	/**
	 * Loads a value by its key.
	 *
	 * @param <K> type of the keys
	 * @since 0.1.0
	 */
	@FunctionalInterface
	public interface Loader<K> {

		/**
		 * Loads a value.
		 * @param key the key
		 * @return the value, or {@code null} if there is none
		 * @throws Exception if that is not possible; the key is left out then
		 */
		@Nullable Object load(K key) throws Exception;

	}

}
