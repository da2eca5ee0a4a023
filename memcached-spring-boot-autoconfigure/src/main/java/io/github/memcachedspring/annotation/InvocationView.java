package io.github.memcachedspring.annotation;

import java.time.Duration;

import io.github.memcachedspring.cache.CacheableInvocation;
import io.github.memcachedspring.cache.MemcachedCache;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.util.ClassUtils;

/**
 * How the cache of one invocation is made from the one that all share.
 */
@FunctionalInterface
interface InvocationView {

	/**
	 * Opens a view.
	 * @param cache the shared cache
	 * @param timeToLive the time to live for what the invocation stores, {@code null} for
	 * that of the cache
	 * @param invocation what the views of a {@code @Cacheable} operation share with those
	 * of its siblings, {@code null} for any other operation
	 * @return a cache for one invocation only, or the given one if it has no such views
	 */
	Cache open(Cache cache, @Nullable Duration timeToLive, @Nullable CacheableInvocation invocation);

	static InvocationView ofMemcached() {
		InvocationView view = (cache, timeToLive, invocation) -> (cache instanceof MemcachedCache memcached)
				? open(memcached, timeToLive, invocation) : cache;
		boolean decorators = ClassUtils.isPresent(
				"org.springframework.cache.transaction.TransactionAwareCacheDecorator",
				InvocationView.class.getClassLoader());
		return decorators ? new TransactionAwareInvocationView(view) : view;
	}

	private static Cache open(MemcachedCache cache, @Nullable Duration timeToLive,
			@Nullable CacheableInvocation invocation) {
		return (invocation != null) ? cache.forInvocation(timeToLive, invocation) : cache.forInvocation(timeToLive);
	}

}
