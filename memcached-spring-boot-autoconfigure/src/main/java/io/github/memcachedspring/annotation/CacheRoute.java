package io.github.memcachedspring.annotation;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The way to the caches that an operation had before it was rewritten, by the rules of
 * {@link CacheAspectSupport}.
 */
final class CacheRoute {

	private final CacheOperation operation;

	private final CacheAspectSupport aspect;

	private final BeanFactory beanFactory;

	private final @Nullable Sibling sibling;

	private volatile @Nullable CacheResolver named;

	/**
	 * Creates a route.
	 * @param operation the operation as its annotation says
	 * @param aspect the aspect it belongs to
	 * @param beanFactory the bean factory of that aspect
	 * @param sibling the operation's place among its siblings, {@code null} without any
	 */
	CacheRoute(CacheOperation operation, CacheAspectSupport aspect, BeanFactory beanFactory,
			@Nullable Sibling sibling) {
		this.operation = operation;
		this.aspect = aspect;
		this.beanFactory = beanFactory;
		this.sibling = sibling;
	}

	CacheOperation operation() {
		return this.operation;
	}

	@Nullable Sibling sibling() {
		return this.sibling;
	}

	CacheResolver resolver() {
		return namesBean() ? named() : unnamed();
	}

	private boolean namesBean() {
		return StringUtils.hasText(this.operation.getCacheResolver())
				|| StringUtils.hasText(this.operation.getCacheManager());
	}

	private CacheResolver named() {
		CacheResolver resolver = this.named;
		if (resolver == null) {
			resolver = findNamed();
			this.named = resolver;
		}
		return resolver;
	}

	private CacheResolver findNamed() {
		if (StringUtils.hasText(this.operation.getCacheResolver())) {
			return bean(this.operation.getCacheResolver(), CacheResolver.class);
		}
		return new SimpleCacheResolver(bean(this.operation.getCacheManager(), CacheManager.class));
	}

	private <T> T bean(String name, Class<T> type) {
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(this.beanFactory, type, name);
	}

	private CacheResolver unnamed() {
		CacheResolver resolver = this.aspect.getCacheResolver();
		Assert.state(resolver != null, "No CacheResolver or CacheManager set on the cache aspect");
		return resolver;
	}

}
