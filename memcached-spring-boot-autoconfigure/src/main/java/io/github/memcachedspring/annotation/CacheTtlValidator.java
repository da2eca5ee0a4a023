package io.github.memcachedspring.annotation;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.stereotype.Component;

/**
 * Refuses a wrong {@link CacheTtl @CacheTtl} when the bean is created, not at the first
 * call. Each class is looked at once.
 *
 * @since 0.1.0
 */
public class CacheTtlValidator implements BeanPostProcessor {

	private final Set<Class<?>> checked = ConcurrentHashMap.newKeySet();

	private final ObjectProvider<CacheTtlSource> timesToLive;

	private final ObjectProvider<CacheAspectSupport> aspects;

	/**
	 * Creates a validator. The providers are asked when the first bean is checked.
	 * @param timesToLive resolves the annotations
	 * @param aspects the cache aspects, which know what methods store
	 */
	public CacheTtlValidator(ObjectProvider<CacheTtlSource> timesToLive, ObjectProvider<CacheAspectSupport> aspects) {
		this.timesToLive = timesToLive;
		this.aspects = aspects;
	}

	/**
	 * Checks the class of a bean.
	 * @throws InvalidCacheTtlException if an annotation of it is refused
	 */
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof AopInfrastructureBean)) {
			typesOf(bean).filter(this::mayCarry).forEach(this::check);
		}
		return bean;
	}

	/**
	 * Of a repository the target is the framework's class, and the annotated interface is
	 * the proxy's only.
	 */
	private static Stream<Class<?>> typesOf(Object bean) {
		Class<?> target = AopProxyUtils.ultimateTargetClass(bean);
		Stream<Class<?>> interfaces = Proxy.isProxyClass(bean.getClass())
				? Arrays.stream(bean.getClass().getInterfaces()) : Stream.empty();
		if (Proxy.isProxyClass(target)) {
			return interfaces;
		}
		return Stream.concat(Stream.of(target), interfaces.filter((type) -> !type.isAssignableFrom(target)));
	}

	private boolean mayCarry(Class<?> type) {
		return !this.checked.contains(type) && AnnotationUtils.isCandidateClass(type, CacheTtl.class)
				&& !isOfSpring(type);
	}

	private static boolean isOfSpring(Class<?> type) {
		return type.getName().startsWith("org.springframework.")
				&& !AnnotatedElementUtils.isAnnotated(type, Component.class);
	}

	private void check(Class<?> type) {
		CacheTtlSource source = this.timesToLive.getObject();
		if (source.isReady()) {
			new CacheTtlCheck(type, source, this::operationSources).run();
			this.checked.add(type);
		}
	}

	private List<CacheOperationSource> operationSources() {
		return this.aspects.stream().map(CacheAspectSupport::getCacheOperationSource).filter(Objects::nonNull).toList();
	}

}
