package io.github.memcachedspring.annotation;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cache.interceptor.CacheAspectSupport;

/**
 * Puts the {@link InvocationCacheResolver} behind every cache aspect of the context,
 * whatever resolver or manager the aspect is configured with and an annotation names.
 * Neither the aspect's bean nor its default resolver is replaced, and no
 * {@code CachingConfigurer} is needed, of which there may be only one.
 *
 * @since 0.1.0
 */
public class InvocationCacheResolverInstaller implements SmartInitializingSingleton {

	private final ListableBeanFactory beanFactory;

	private final InvocationCacheResolver resolver;

	/**
	 * Creates an installer.
	 * @param beanFactory where the cache aspects are
	 * @param resolver the resolver, whose bean must have the name
	 * {@value InvocationCacheResolver#BEAN_NAME}
	 */
	public InvocationCacheResolverInstaller(ListableBeanFactory beanFactory, InvocationCacheResolver resolver) {
		this.beanFactory = beanFactory;
		this.resolver = resolver;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.beanFactory.getBeansOfType(CacheAspectSupport.class, false, false).forEach(this.resolver::install);
	}

}
