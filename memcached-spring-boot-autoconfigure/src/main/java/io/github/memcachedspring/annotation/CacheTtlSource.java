package io.github.memcachedspring.annotation;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.MethodClassKey;

/**
 * The times to live that {@link CacheTtl @CacheTtl} sets, each looked up and resolved
 * once.
 *
 * @since 0.1.0
 */
public class CacheTtlSource implements AopInfrastructureBean {

	private static final Duration NONE = Duration.ZERO;

	private final Map<MethodClassKey, Duration> known = new ConcurrentHashMap<>();

	private final Map<CacheTtlDeclaration, Duration> resolved = new ConcurrentHashMap<>();

	private final ConfigurableBeanFactory beanFactory;

	/**
	 * Creates a source.
	 * @param beanFactory resolves placeholders and expressions
	 */
	public CacheTtlSource(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Returns the time to live for what is stored from a method.
	 * @param method the method that was called, maybe an interface's
	 * @param targetClass the class of the object it was called on, not that of a proxy
	 * @return the time to live, at least one second, or {@code null} without annotation
	 * @throws InvalidCacheTtlException if the annotation's value is refused
	 */
	@Nullable Duration getTimeToLive(Method method, Class<?> targetClass) {
		MethodClassKey key = new MethodClassKey(method, targetClass);
		Duration timeToLive = this.known.get(key);
		if (timeToLive == null) {
			timeToLive = find(method, targetClass);
			this.known.put(key, timeToLive);
		}
		return (timeToLive != NONE) ? timeToLive : null;
	}

	private Duration find(Method method, Class<?> targetClass) {
		CacheTtlDeclaration declaration = CacheTtlDeclaration.find(method, targetClass);
		return (declaration != null) ? resolve(declaration) : NONE;
	}

	Duration resolve(CacheTtlDeclaration declaration) {
		Duration timeToLive = this.resolved.get(declaration);
		if (timeToLive == null) {
			// Not computeIfAbsent: an expression may create beans that come back here.
			Duration first = CacheTtlValue.of(declaration, new EmbeddedValueResolver(this.beanFactory));
			Duration other = this.resolved.putIfAbsent(declaration, first);
			timeToLive = (other != null) ? other : first;
		}
		return timeToLive;
	}

	/**
	 * Whether placeholders can be resolved: not yet while the bean factory is being
	 * prepared.
	 */
	boolean isReady() {
		return this.beanFactory.hasEmbeddedValueResolver();
	}

}
