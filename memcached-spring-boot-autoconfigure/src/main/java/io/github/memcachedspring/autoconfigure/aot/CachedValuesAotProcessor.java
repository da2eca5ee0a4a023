package io.github.memcachedspring.autoconfigure.aot;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the types of values that annotated methods have cached, so that a native image
 * can make them. What a method returns at run time may be a subclass of what it declares,
 * which nobody can tell ahead of time.
 */
final class CachedValuesAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		Class<?> beanClass = registeredBean.getBeanClass();
		AnnotationCacheOperationSource operations = new AnnotationCacheOperationSource(false);
		if (!operations.isCandidateClass(beanClass)) {
			return null;
		}
		Set<Type> types = new LinkedHashSet<>();
		ReflectionUtils.doWithMethods(beanClass, (method) -> {
			if (caches(operations.getCacheOperations(method, beanClass))) {
				types.add(cachedType(method, beanClass));
			}
		}, ReflectionUtils.USER_DECLARED_METHODS);
		return types.isEmpty() ? null : new CachedValueHints(types);
	}

	private static boolean caches(@Nullable Collection<CacheOperation> operations) {
		return operations != null && !operations.stream().allMatch(CacheEvictOperation.class::isInstance);
	}

	/** Not the future or publisher is cached but what it yields. */
	private static Type cachedType(Method method, Class<?> beanClass) {
		ResolvableType type = ResolvableType.forMethodReturnType(method, beanClass);
		boolean asynchronous = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type.toClass()) != null;
		return (asynchronous ? type.getGeneric() : type).getType();
	}

}
