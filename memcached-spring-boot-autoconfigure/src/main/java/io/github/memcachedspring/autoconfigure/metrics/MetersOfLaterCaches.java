package io.github.memcachedspring.autoconfigure.metrics;

import java.util.Map;
import java.util.function.Supplier;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.micrometer.core.instrument.Tag;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.util.StringUtils;

/**
 * Has Spring Boot register the meters of caches that are created after it has looked for
 * caches, which it does once.
 */
final class MetersOfLaterCaches implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(MetersOfLaterCaches.class);

	private static final String MANAGER_SUFFIX = "cacheManager";

	private final Supplier<Map<String, MemcachedCacheManager>> managers;

	private final ObjectProvider<CacheMetricsRegistrar> registrars;

	MetersOfLaterCaches(Supplier<Map<String, MemcachedCacheManager>> managers,
			ObjectProvider<CacheMetricsRegistrar> registrars) {
		this.managers = managers;
		this.registrars = registrars;
	}

	@Override
	public void afterSingletonsInstantiated() {
		CacheMetricsRegistrar registrar = this.registrars.getIfAvailable();
		if (registrar == null) {
			return;
		}
		this.managers.get().forEach((name, manager) -> {
			Tag tag = Tag.of("cache.manager", shortName(name));
			manager.addListener((cache) -> register(registrar, cache, tag));
		});
	}

	/** The same as Spring Boot's, for a name is either that of early caches or of all. */
	private static String shortName(String beanName) {
		boolean longer = beanName.length() > MANAGER_SUFFIX.length();
		return (longer && StringUtils.endsWithIgnoreCase(beanName, MANAGER_SUFFIX))
				? beanName.substring(0, beanName.length() - MANAGER_SUFFIX.length()) : beanName;
	}

	/** Whoever asks for the cache must get it whatever a registry makes of it. */
	private static void register(CacheMetricsRegistrar registrar, MemcachedCache cache, Tag tag) {
		try {
			registrar.bindCacheToRegistry(cache, tag);
		}
		catch (RuntimeException ex) {
			logger.warn("There are no meters of cache '%s'".formatted(cache.getName()), ex);
		}
	}

}
