package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.autoconfigure.MemcachedProperties.Cluster;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The properties of the caches on further clusters. What is not set is as for the primary
 * cluster, but for its single caches and for whether there are any. The properties'
 * object is changed, so that Actuator shows what is in force.
 */
final class FurtherCacheProperties {

	private final MemcachedProperties properties;

	FurtherCacheProperties(MemcachedProperties properties, Environment environment) {
		this.properties = properties;
		Binder binder = Binder.get(environment);
		FurtherClusterName.all(environment).forEach((name) -> inherit(name, binder));
	}

	private void inherit(FurtherClusterName name, Binder binder) {
		MemcachedCacheProperties cache = get(name.value());
		boolean enabled = cache.isEnabled();
		Bindable<MemcachedCacheProperties> target = Bindable.ofInstance(cache);
		binder.bind("memcached.cache", target);
		cache.setEnabled(enabled);
		cache.getCaches().clear();
		binder.bind(name.property() + ".cache", target);
	}

	MemcachedCacheProperties get(String name) {
		return this.properties.getClusters().computeIfAbsent(name, (missing) -> new Cluster()).getCache();
	}

}
