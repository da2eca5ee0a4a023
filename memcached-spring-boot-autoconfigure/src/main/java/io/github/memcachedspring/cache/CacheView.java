package io.github.memcachedspring.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A cache whose entries get the time to live of an annotation.
 */
class CacheView extends MemcachedCache {

	private final MemcachedCache cache;

	private final @Nullable Duration timeToLive;

	CacheView(MemcachedCache cache, @Nullable Duration timeToLive) {
		super(cache);
		this.cache = cache;
		this.timeToLive = timeToLive;
	}

	@Override
	public MemcachedCache forInvocation(@Nullable Duration timeToLive) {
		return this.cache.forInvocation(timeToLive);
	}

	@Override
	public MemcachedCache forInvocation(@Nullable Duration timeToLive, CacheableInvocation invocation) {
		return this.cache.forInvocation(timeToLive, invocation);
	}

	@Override
	final @Nullable Duration timeToLive() {
		return this.timeToLive;
	}

}
