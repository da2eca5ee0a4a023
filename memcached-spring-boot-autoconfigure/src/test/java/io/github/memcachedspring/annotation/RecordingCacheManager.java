package io.github.memcachedspring.annotation;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationContext;

/**
 * Makes a {@link RecordingCache} for every name.
 */
class RecordingCacheManager implements CacheManager {

	private final Map<String, RecordingCache> caches = new ConcurrentHashMap<>();

	@Override
	public RecordingCache getCache(String name) {
		return this.caches.computeIfAbsent(name, RecordingCache::new);
	}

	@Override
	public Collection<String> getCacheNames() {
		return this.caches.keySet();
	}

	/**
	 * Returns the cache "books" of a manager.
	 */
	static RecordingCache cache(ApplicationContext context, String manager) {
		return context.getBean(manager, RecordingCacheManager.class).getCache("books");
	}

	/**
	 * Returns the times to live of all puts to the cache "books" of a manager.
	 */
	static List<@Nullable Duration> timesToLive(ApplicationContext context, String manager) {
		return cache(context, manager).timesToLive();
	}

}
