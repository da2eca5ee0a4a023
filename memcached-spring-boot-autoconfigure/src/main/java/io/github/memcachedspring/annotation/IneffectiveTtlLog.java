package io.github.memcachedspring.annotation;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.BasicOperation;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;

/**
 * Warns once of each operation whose {@link CacheTtl @CacheTtl} is lost because none of
 * its caches is one of memcached: what it stores may stay for ever.
 */
final class IneffectiveTtlLog {

	private static final Log logger = LogFactory.getLog(CacheTtl.class);

	private final Set<BasicOperation> logged = ConcurrentHashMap.newKeySet();

	void log(CacheOperationInvocationContext<?> context, List<Cache> caches) {
		BasicOperation operation = context.getOperation();
		if (!(operation instanceof CacheEvictOperation) && this.logged.add(operation)) {
			logger.warn("@CacheTtl on '%s' has no effect on %s: not caches of memcached".formatted(context.getMethod(),
					caches.stream().map(Cache::getName).toList()));
		}
	}

}
