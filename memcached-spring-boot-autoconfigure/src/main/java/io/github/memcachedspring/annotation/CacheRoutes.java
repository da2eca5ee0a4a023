package io.github.memcachedspring.annotation;

import java.util.Collection;
import java.util.List;
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

	private final Map<String, SiblingOperations> siblings = new ConcurrentHashMap<>();

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
	 * Rewrites the operations of a method. Those that name the resolver already are left
	 * alone unless they have siblings, those of a class that Spring does not know always.
	 * @param operations the originals, all that the method has
	 * @param aspectName bean name of the aspect they belong to
	 * @param aspect the aspect
	 * @return the rewritten operations in the same order
	 */
	List<CacheOperation> add(Collection<CacheOperation> operations, String aspectName, CacheAspectSupport aspect) {
		return operations.stream()
			.map((operation) -> add(operation, sibling(operation, operations, aspectName), aspectName, aspect))
			.toList();
	}

	private CacheOperation add(CacheOperation operation, @Nullable Sibling sibling, String aspectName,
			CacheAspectSupport aspect) {
		if (sibling == null && this.cacheResolver.equals(operation.getCacheResolver())) {
			return operation;
		}
		// Two aspects may share an annotation and differ in their default resolver.
		String description = "%s | aspect='%s'".formatted(operation, aspectName);
		CacheOperation routed = RoutedOperation.copy(operation, this.cacheResolver,
				(sibling != null) ? description + " | " + sibling : description);
		if (routed != operation) {
			this.routes.putIfAbsent(routed, new CacheRoute(operation, aspect, this.beanFactory, sibling));
		}
		return routed;
	}

	private @Nullable Sibling sibling(CacheOperation operation, Collection<CacheOperation> operations,
			String aspectName) {
		List<CacheOperation> alike = operations.stream().filter((other) -> Sibling.areAlike(operation, other)).toList();
		if (alike.size() < 2) {
			return null;
		}
		SiblingOperations siblings = this.siblings.computeIfAbsent("aspect='%s' %s".formatted(aspectName, alike),
				(description) -> new SiblingOperations(description, alike.size()));
		return new Sibling(siblings, Sibling.indexOf(operation, alike));
	}

	@Nullable CacheRoute get(BasicOperation operation) {
		return this.routes.get(operation);
	}

}
