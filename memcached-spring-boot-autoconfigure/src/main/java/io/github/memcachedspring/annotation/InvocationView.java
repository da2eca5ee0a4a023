package io.github.memcachedspring.annotation;

import java.time.Duration;

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
	 * @return a cache for one invocation only, or the given one if it has no such views
	 */
	Cache open(Cache cache, @Nullable Duration timeToLive);

	static InvocationView ofMemcached() {
		InvocationView view = (cache, timeToLive) -> (cache instanceof MemcachedCache memcached)
				? memcached.forInvocation(timeToLive) : cache;
		boolean decorators = ClassUtils.isPresent(
				"org.springframework.cache.transaction.TransactionAwareCacheDecorator",
				InvocationView.class.getClassLoader());
		return decorators ? new TransactionAwareInvocationView(view) : view;
	}

}
