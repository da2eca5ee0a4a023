package io.github.memcachedspring.annotation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.cache.interceptor.BasicOperation;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheOperation;

/**
 * Rewrites operations to one resolver and remembers the way each had before.
 */
final class CacheRoutes {

	private final Map<CacheOperation, CacheRoute> routes = new ConcurrentHashMap<>();

	private final String cacheResolver;

	private final BeanFactory beanFactory;

	/**
	 * Creates an empty set of routes.
	 * @param cacheResolver bean name of the resolver that rewritten operations name
	 * @param beanFactory where the beans are that the original operations name
	 */
	CacheRoutes(String cacheResolver, BeanFactory beanFactory) {
		this.cacheResolver = cacheResolver;
		this.beanFactory = beanFactory;
	}

	/**
	 * Rewrites an operation.
	 * @param operation the original
	 * @param aspectName bean name of the aspect it belongs to
	 * @param aspect the aspect
	 * @return the rewritten operation, or the original if it names the resolver already
	 * or is of a class that Spring does not know
	 */
	CacheOperation add(CacheOperation operation, String aspectName, CacheAspectSupport aspect) {
		if (this.cacheResolver.equals(operation.getCacheResolver())) {
			return operation;
		}
		// Two aspects may share an annotation and differ in their default resolver.
		CacheOperation routed = RoutedOperation.copy(operation, this.cacheResolver,
				"%s | aspect='%s'".formatted(operation, aspectName));
		if (routed != operation) {
			this.routes.putIfAbsent(routed, new CacheRoute(operation, aspect, this.beanFactory));
		}
		return routed;
	}

	@Nullable CacheRoute get(BasicOperation operation) {
		return this.routes.get(operation);
	}

}
