package io.github.memcachedspring.annotation;

import java.time.Duration;

import io.github.memcachedspring.cache.CacheableInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;

/**
 * Looks through the decorator that Spring's {@code TransactionAwareCacheManagerProxy}
 * puts around a cache, and keeps it around the view.
 */
final class TransactionAwareInvocationView implements InvocationView {

	private final InvocationView delegate;

	TransactionAwareInvocationView(InvocationView delegate) {
		this.delegate = delegate;
	}

	@Override
	public Cache open(Cache cache, @Nullable Duration timeToLive, @Nullable CacheableInvocation invocation) {
		return (cache instanceof TransactionAwareCacheDecorator decorator)
				? decorated(decorator, timeToLive, invocation) : this.delegate.open(cache, timeToLive, invocation);
	}

	private Cache decorated(TransactionAwareCacheDecorator decorator, @Nullable Duration timeToLive,
			@Nullable CacheableInvocation invocation) {
		Cache target = decorator.getTargetCache();
		Cache view = open(target, timeToLive, invocation);
		return (view != target) ? new TransactionAwareCacheDecorator(view) : decorator;
	}

}
