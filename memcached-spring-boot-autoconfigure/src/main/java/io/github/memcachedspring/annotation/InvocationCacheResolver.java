package io.github.memcachedspring.annotation;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

import io.github.memcachedspring.cache.CacheableInvocation;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.util.function.SingletonSupplier;

/**
 * Gives every invocation of a cached method its own view of each memcached cache, which
 * carries the time to live of {@link CacheTtl @CacheTtl} and what the invocation learns
 * between its read and its store. Caches of other providers are handed out as they are.
 *
 * <p>
 * The caches themselves are found as without this resolver: by the cache resolver or
 * cache manager that the annotation names, else by that of the cache aspect. An
 * annotation that names this resolver gets its caches from the memcached cache manager.
 *
 * @since 0.1.0
 */
public class InvocationCacheResolver implements CacheResolver, AopInfrastructureBean {

	/** The name that the bean must have. */
	public static final String BEAN_NAME = "memcachedCacheResolver";

	private final IneffectiveTtlLog ineffectiveTtlLog = new IneffectiveTtlLog();

	private final CacheTtlSource timesToLive;

	private final InvocationView view;

	private final CacheRoutes routes;

	private final SingletonSupplier<CacheResolver> memcached;

	/**
	 * Creates a resolver.
	 * @param beanFactory where the cache managers and cache resolvers are
	 * @param timesToLive the times to live that annotations set
	 */
	public InvocationCacheResolver(BeanFactory beanFactory, CacheTtlSource timesToLive) {
		this(beanFactory, timesToLive, MemcachedCacheManager.class, InvocationView.ofMemcached());
	}

	InvocationCacheResolver(BeanFactory beanFactory, CacheTtlSource timesToLive,
			Class<? extends CacheManager> memcachedManager, InvocationView view) {
		this.timesToLive = timesToLive;
		this.view = view;
		this.routes = new CacheRoutes(BEAN_NAME, beanFactory);
		this.memcached = SingletonSupplier.of(() -> new SimpleCacheResolver(find(beanFactory, memcachedManager)));
	}

	private static CacheManager find(BeanFactory beanFactory, Class<? extends CacheManager> preferred) {
		CacheManager manager = beanFactory.getBeanProvider(preferred).getIfAvailable();
		return (manager != null) ? manager : beanFactory.getBean(CacheManager.class);
	}

	@Override
	public Collection<? extends Cache> resolveCaches(CacheOperationInvocationContext<?> context) {
		Class<?> targetClass = AopProxyUtils.ultimateTargetClass(context.getTarget());
		Duration timeToLive = this.timesToLive.getTimeToLive(context.getMethod(), targetClass);
		CacheRoute route = this.routes.get(context.getOperation());
		List<Cache> shared = List.copyOf(resolveShared(context, route));
		CacheableInvocation invocation = invocation(context, route);
		List<Cache> views = shared.stream().map((cache) -> this.view.open(cache, timeToLive, invocation)).toList();
		if (timeToLive != null && areSame(shared, views)) {
			this.ineffectiveTtlLog.log(context, shared);
		}
		return views;
	}

	private static boolean areSame(List<Cache> shared, List<Cache> views) {
		return IntStream.range(0, shared.size()).allMatch((index) -> shared.get(index) == views.get(index));
	}

	private static @Nullable CacheableInvocation invocation(CacheOperationInvocationContext<?> context,
			@Nullable CacheRoute route) {
		if (!(context.getOperation() instanceof CacheableOperation)) {
			return null;
		}
		Sibling sibling = (route != null) ? route.sibling() : null;
		return (sibling != null) ? sibling.join(context) : new CacheableInvocation();
	}

	private Collection<? extends Cache> resolveShared(CacheOperationInvocationContext<?> context) {
		return resolveShared(context, this.routes.get(context.getOperation()));
	}

	private Collection<? extends Cache> resolveShared(CacheOperationInvocationContext<?> context,
			@Nullable CacheRoute route) {
		if (route == null) {
			return this.memcached.obtain().resolveCaches(context);
		}
		RoutedInvocationContext original = new RoutedInvocationContext(route.operation(), context);
		CacheResolver resolver = route.resolver();
		return (resolver instanceof InvocationCacheResolver other) ? other.resolveShared(original)
				: resolver.resolveCaches(original);
	}

	/**
	 * Puts this resolver behind all operations of a cache aspect.
	 * @param aspectName the aspect's bean name
	 * @param aspect the aspect
	 */
	void install(String aspectName, CacheAspectSupport aspect) {
		RoutedOperationSource.install(this.routes, aspectName, aspect);
	}

}
