package io.github.memcachedspring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.memcachedspring.autoconfigure.MemcachedCacheProperties.CacheSettings;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.TtlFunction;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * Turns the properties of a cluster's caches into settings, and refuses those that are
 * out of range.
 */
final class CacheConfigurationFactory {

	/** What the names of the properties begin with that the primary cluster has. */
	static final String ROOT = "memcached.cache.";

	private final String root;

	private final MemcachedCacheProperties properties;

	private final Environment environment;

	private final TranscoderFactory transcoders;

	private final MemcachedCacheConfiguration defaults;

	/**
	 * Creates a factory.
	 * @param root what the names of the properties begin with, for example {@value #ROOT}
	 * @param properties the properties
	 * @param environment tells which of them are set
	 * @param transcoders creates the transcoders
	 * @param ttlFunction decides how long single entries live
	 */
	CacheConfigurationFactory(String root, MemcachedCacheProperties properties, Environment environment,
			TranscoderFactory transcoders, TtlFunction ttlFunction) {
		this.root = root;
		this.properties = properties;
		this.environment = environment;
		this.transcoders = transcoders;
		this.defaults = createDefaults(ttlFunction);
	}

	String keyPrefix() {
		return keyPrefix(this.properties, this.environment);
	}

	static String keyPrefix(MemcachedCacheProperties properties, Environment environment) {
		String prefix = properties.getKeyPrefix();
		return (prefix != null) ? prefix : environment.getProperty("spring.application.name", "");
	}

	MemcachedCacheConfiguration defaults() {
		return this.defaults;
	}

	MemcachedCacheConfiguration cache(String name) {
		CacheSettings settings = this.properties.getCaches().get(name);
		return (settings != null) ? apply(settings, root(name), this.defaults) : this.defaults;
	}

	Map<String, MemcachedCacheConfiguration> caches() {
		Map<String, MemcachedCacheConfiguration> configurations = new LinkedHashMap<>();
		this.properties.getCaches()
			.forEach((name, settings) -> configurations.put(name, apply(settings, root(name), this.defaults)));
		return configurations;
	}

	/** Returns what the names of a cache's properties begin with, as users write it. */
	private String root(String cacheName) {
		boolean simple = ConfigurationPropertyName.isValid(cacheName) && !cacheName.contains(".");
		return this.root + "caches" + (simple ? "." + cacheName : "[" + cacheName + "]") + ".";
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
		general.setLease(this.properties.getLease());
		general.setWaitLimit(this.properties.getWaitLimit());
		general.setLoadLimit(this.properties.getLoadLimit());
		general.setRefreshAhead(this.properties.getRefreshAhead());
		general.setServeStale(this.properties.getServeStale());
		return apply(general, this.root,
				MemcachedCacheConfiguration.of(this.transcoders.create(this.root + "codec", this.properties.getCodec()))
					.ttlFunction(ttlFunction));
	}

	private MemcachedCacheConfiguration apply(CacheSettings settings, String root, MemcachedCacheConfiguration base) {
		MemcachedCacheConfiguration result = applyLoads(settings, root, applyLives(settings, root, base));
		PropertyMapper map = PropertyMapper.get();
		result = map.from(settings::getClearPropagation)
			.as((value) -> CacheSettingsRules.notNegative(root + "clear-propagation", value))
			.to(result, MemcachedCacheConfiguration::clearPropagation);
		result = map.from(settings::getCacheNullValues).to(result, MemcachedCacheConfiguration::cacheNullValues);
		result = map.from(settings::getOnError).to(result, MemcachedCacheConfiguration::onError);
		result = map.from(settings::getTransactionAware).to(result, MemcachedCacheConfiguration::transactionAware);
		result = map.from(settings::getCodec)
			.as((value) -> this.transcoders.create(root + "codec", value))
			.to(result, MemcachedCacheConfiguration::transcoder);
		new CacheSettingsCombinations(this.environment, this.root, root, settings, result).check();
		return result;
	}

	private static MemcachedCacheConfiguration applyLives(CacheSettings settings, String root,
			MemcachedCacheConfiguration base) {
		PropertyMapper map = PropertyMapper.get();
		MemcachedCacheConfiguration result = base;
		result = map.from(settings::getTimeToLive)
			.as((value) -> CacheSettingsRules.atLeastOneSecond(root + "time-to-live", value))
			.to(result, MemcachedCacheConfiguration::timeToLive);
		result = map.from(settings::getTimeToIdle)
			.as((value) -> CacheSettingsRules.atLeastOneSecond(root + "time-to-idle", value))
			.to(result, MemcachedCacheConfiguration::timeToIdle);
		result = map.from(settings::getNullTimeToLive)
			.as((value) -> CacheSettingsRules.atLeastOneSecond(root + "null-time-to-live", value))
			.to(result, MemcachedCacheConfiguration::nullTimeToLive);
		return map.from(settings::getJitter)
			.as((value) -> CacheSettingsRules.share(root + "jitter", value))
			.to(result, MemcachedCacheConfiguration::jitter);
	}

	private static MemcachedCacheConfiguration applyLoads(CacheSettings settings, String root,
			MemcachedCacheConfiguration base) {
		PropertyMapper map = PropertyMapper.get();
		MemcachedCacheConfiguration result = base;
		result = map.from(settings::getLease)
			.as((value) -> CacheSettingsRules.atLeastTwoSeconds(root + "lease", value))
			.to(result, MemcachedCacheConfiguration::lease);
		result = map.from(settings::getWaitLimit).to(result, MemcachedCacheConfiguration::waitLimit);
		result = map.from(settings::getLoadLimit)
			.as((value) -> CacheSettingsRules.atLeastTwoSeconds(root + "load-limit", value))
			.to(result, MemcachedCacheConfiguration::loadLimit);
		// Not by as(..): the mapper would skip the null that switches it off.
		result = map.from(settings::getRefreshAhead)
			.to(result, (to, value) -> to.refreshAhead(RefreshAheadText.parse(root + "refresh-ahead", value)));
		return map.from(settings::getServeStale)
			.as((value) -> CacheSettingsRules.zeroOrAtLeastOneSecond(root + "serve-stale", value))
			.to(result, MemcachedCacheConfiguration::serveStale);
	}

}
