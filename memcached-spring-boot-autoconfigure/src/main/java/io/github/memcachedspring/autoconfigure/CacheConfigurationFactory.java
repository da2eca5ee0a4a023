package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.memcachedspring.autoconfigure.MemcachedCacheProperties.CacheSettings;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.TtlFunction;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Turns the properties into settings, and refuses those that are out of range.
 */
final class CacheConfigurationFactory {

	private static final String ROOT = "memcached.cache.";

	private final MemcachedCacheProperties properties;

	private final Environment environment;

	private final TranscoderFactory transcoders;

	private final MemcachedCacheConfiguration defaults;

	CacheConfigurationFactory(MemcachedCacheProperties properties, Environment environment,
			TranscoderFactory transcoders, ObjectProvider<TtlFunction> ttlFunction) {
		this.properties = properties;
		this.environment = environment;
		this.transcoders = transcoders;
		this.defaults = createDefaults(ttlFunction.getIfAvailable(() -> TtlFunction.NONE));
	}

	String keyPrefix() {
		String prefix = this.properties.getKeyPrefix();
		return (prefix != null) ? prefix : this.environment.getProperty("spring.application.name", "");
	}

	MemcachedCacheConfiguration defaults() {
		return this.defaults;
	}

	Map<String, MemcachedCacheConfiguration> caches() {
		Map<String, MemcachedCacheConfiguration> configurations = new LinkedHashMap<>();
		this.properties.getCaches().forEach((name, settings) -> configurations.put(name, apply(settings, root(name))));
		return configurations;
	}

	/** Returns what the names of a cache's properties begin with, as users write it. */
	private static String root(String cacheName) {
		boolean simple = ConfigurationPropertyName.isValid(cacheName) && !cacheName.contains(".");
		return ROOT + "caches" + (simple ? "." + cacheName : "[" + cacheName + "]") + ".";
	}

	private MemcachedCacheConfiguration createDefaults(TtlFunction ttlFunction) {
		CacheSettings general = new CacheSettings();
		general.setTimeToLive(this.properties.getTimeToLive());
		general.setTimeToIdle(this.properties.getTimeToIdle());
		general.setCacheNullValues(this.properties.isCacheNullValues());
		general.setNullTimeToLive(this.properties.getNullTimeToLive());
		general.setJitter(this.properties.getJitter());
		general.setClearPropagation(this.properties.getClearPropagation());
		general.setOnError(this.properties.getOnError());
		general.setTransactionAware(this.properties.isTransactionAware());
		return apply(general, ROOT,
				MemcachedCacheConfiguration.of(this.transcoders.create(ROOT + "codec", this.properties.getCodec()))
					.ttlFunction(ttlFunction));
	}

	private MemcachedCacheConfiguration apply(CacheSettings settings, String root) {
		return apply(settings, root, this.defaults);
	}

	private MemcachedCacheConfiguration apply(CacheSettings settings, String root, MemcachedCacheConfiguration base) {
		PropertyMapper map = PropertyMapper.get();
		MemcachedCacheConfiguration result = base;
		result = map.from(settings::getTimeToLive)
			.as((value) -> atLeastOneSecond(root + "time-to-live", value))
			.to(result, MemcachedCacheConfiguration::timeToLive);
		result = map.from(settings::getTimeToIdle)
			.as((value) -> atLeastOneSecond(root + "time-to-idle", value))
			.to(result, MemcachedCacheConfiguration::timeToIdle);
		result = map.from(settings::getNullTimeToLive)
			.as((value) -> atLeastOneSecond(root + "null-time-to-live", value))
			.to(result, MemcachedCacheConfiguration::nullTimeToLive);
		result = map.from(settings::getJitter)
			.as((value) -> share(root + "jitter", value))
			.to(result, MemcachedCacheConfiguration::jitter);
		result = map.from(settings::getClearPropagation)
			.as((value) -> notNegative(root + "clear-propagation", value))
			.to(result, MemcachedCacheConfiguration::clearPropagation);
		result = map.from(settings::getCacheNullValues).to(result, MemcachedCacheConfiguration::cacheNullValues);
		result = map.from(settings::getOnError).to(result, MemcachedCacheConfiguration::onError);
		result = map.from(settings::getTransactionAware).to(result, MemcachedCacheConfiguration::transactionAware);
		return map.from(settings::getCodec)
			.as((value) -> this.transcoders.create(root + "codec", value))
			.to(result, MemcachedCacheConfiguration::transcoder);
	}

	private static Duration atLeastOneSecond(String property, Duration value) {
		if (value.compareTo(Duration.ofSeconds(1)) < 0) {
			throw invalid(property, value,
					"Must be at least 1s, because memcached counts in seconds. For example '10m'.");
		}
		return value;
	}

	private static Duration notNegative(String property, Duration value) {
		if (value.isNegative()) {
			throw invalid(property, value, "Must not be negative. '0s' asks the servers with every call.");
		}
		return value;
	}

	private static double share(String property, double value) {
		if (!(value >= 0 && value <= 0.5)) {
			throw invalid(property, value, "Must be 0 to 0.5. '0.1' shortens lives by up to a tenth, '0' not at all.");
		}
		return value;
	}

	private static RuntimeException invalid(String property, @Nullable Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(property, value, reason);
	}

}
