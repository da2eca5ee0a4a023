package io.github.memcachedspring.autoconfigure;

import java.util.function.Supplier;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

/**
 * Finds memcached caches by their names. Asks for the manager when it is needed: the
 * application may declare one that no condition could tell.
 */
final class CacheFinder {

	private final Supplier<@Nullable MemcachedCacheManager> cacheManager;

	private final String description;

	private final String wayOut;

	private CacheFinder(Supplier<@Nullable MemcachedCacheManager> cacheManager, String description, String wayOut) {
		this.cacheManager = cacheManager;
		this.description = description;
		this.wayOut = wayOut;
	}

	/**
	 * Creates a finder of the caches of the manager that is the default one.
	 * @param cacheManagers provides the manager
	 * @param wayOut what to do if there is none
	 */
	static CacheFinder ofDefault(ObjectProvider<MemcachedCacheManager> cacheManagers, String wayOut) {
		return new CacheFinder(cacheManagers::getIfUnique, "single MemcachedCacheManager", wayOut);
	}

	/**
	 * Creates a finder of the caches of a manager that is named as in {@code @Cacheable}.
	 * @param beanFactory where the manager is
	 * @param cacheManager its name
	 * @param wayOut what to do if there is none
	 */
	static CacheFinder of(BeanFactory beanFactory, String cacheManager, String wayOut) {
		return new CacheFinder(() -> manager(beanFactory, cacheManager),
				"MemcachedCacheManager '%s'".formatted(cacheManager), wayOut);
	}

	private static @Nullable MemcachedCacheManager manager(BeanFactory beanFactory, String name) {
		try {
			return BeanFactoryAnnotationUtils.qualifiedBeanOfType(beanFactory, MemcachedCacheManager.class, name);
		}
		catch (NoSuchBeanDefinitionException ex) {
			return null;
		}
	}

	MemcachedCache find(String name) {
		MemcachedCacheManager cacheManager = this.cacheManager.get();
		if (cacheManager == null) {
			throw new IllegalStateException(
					"There is no %s to find cache '%s' with; %s".formatted(this.description, name, this.wayOut));
		}
		if (cacheManager.getCache(name) instanceof MemcachedCache cache) {
			return cache;
		}
		throw new IllegalStateException(
				"There is no cache '%s'; there are %s".formatted(name, cacheManager.getCacheNames()));
	}

}
