package io.github.memcachedspring.annotation;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.core.MethodClassKey;

/**
 * Hands out the operations of another source rewritten, the same instances for the same
 * method.
 */
final class RoutedOperationSource implements CacheOperationSource {

	private final Map<MethodClassKey, Rewritten> known = new ConcurrentHashMap<>();

	private final CacheOperationSource delegate;

	private final CacheRoutes routes;

	private final String aspectName;

	private final CacheAspectSupport aspect;

	private RoutedOperationSource(CacheOperationSource delegate, CacheRoutes routes, String aspectName,
			CacheAspectSupport aspect) {
		this.delegate = delegate;
		this.routes = routes;
		this.aspectName = aspectName;
		this.aspect = aspect;
	}

	/**
	 * Puts such a source before that of an aspect, once.
	 * @param routes rewrites the operations
	 * @param aspectName the aspect's bean name
	 * @param aspect the aspect
	 */
	static void install(CacheRoutes routes, String aspectName, CacheAspectSupport aspect) {
		CacheOperationSource source = aspect.getCacheOperationSource();
		if (source instanceof RoutedOperationSource routed) {
			if (routed.routes == routes) {
				return;
			}
			// An AspectJ aspect is one object for all application contexts of a JVM.
			source = routed.delegate;
		}
		if (source != null) {
			aspect.setCacheOperationSource(new RoutedOperationSource(source, routes, aspectName, aspect));
		}
	}

	@Override
	public boolean isCandidateClass(Class<?> targetClass) {
		return this.delegate.isCandidateClass(targetClass);
	}

	@Override
	public boolean hasCacheOperations(Method method, @Nullable Class<?> targetClass) {
		return this.delegate.hasCacheOperations(method, targetClass);
	}

	@Override
	public @Nullable Collection<CacheOperation> getCacheOperations(Method method, @Nullable Class<?> targetClass) {
		Collection<CacheOperation> originals = this.delegate.getCacheOperations(method, targetClass);
		return (originals != null) ? rewrite(originals, new MethodClassKey(method, targetClass)) : null;
	}

	private Collection<CacheOperation> rewrite(Collection<CacheOperation> originals, MethodClassKey key) {
		Rewritten rewritten = this.known.get(key);
		if (rewritten == null || rewritten.originals() != originals) {
			rewritten = new Rewritten(originals, this.routes.add(originals, this.aspectName, this.aspect));
			this.known.put(key, rewritten);
		}
		return rewritten.operations();
	}

	private record Rewritten(Collection<CacheOperation> originals, Collection<CacheOperation> operations) {

	}

}
