package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.client.MemcachedOperations;

/**
 * Creates what updates and counts on any cluster.
 */
final class AtomicFactory {

	private final MemcachedAtomicProperties properties;

	AtomicFactory(MemcachedAtomicProperties properties) {
		this.properties = properties;
	}

	/**
	 * Creates a template.
	 * @param operations the cluster
	 * @param configurations the settings of its caches
	 * @param caches finds these caches
	 */
	AtomicUpdateTemplate template(MemcachedOperations operations, CacheConfigurationFactory configurations,
			CacheFinder caches) {
		AtomicSettings settings = new AtomicSettings(this.properties);
		AtomicUpdateTemplate.Builder builder = AtomicUpdateTemplate
			.builder(operations, configurations.defaults().getTranscoder())
			.keyPrefix(configurations.keyPrefix())
			.timeToLive(settings.timeToLive())
			.retry(settings.retry())
			.caches(caches::find);
		return (this.properties.isOperationIds() ? builder.operationIds() : builder).build();
	}

	/**
	 * Creates counters.
	 * @param operations the cluster
	 * @param keyPrefix what its keys begin with
	 */
	MemcachedCounters counters(MemcachedOperations operations, String keyPrefix) {
		AtomicSettings settings = new AtomicSettings(this.properties);
		return MemcachedCounters.builder(operations)
			.keyPrefix(keyPrefix)
			.timeToLive(settings.timeToLive())
			.retry(settings.retry())
			.build();
	}

}
