package io.github.memcachedspring.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.cache.TtlFunction;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Creates what there is for each further cluster on top of its connections.
 */
final class FurtherClusters {

	static final String BEAN_NAME = "memcachedFurtherClusters";

	private final Map<String, CacheConfigurationFactory> configurations = new ConcurrentHashMap<>();

	private final FurtherCacheProperties properties;

	private final Environment environment;

	private final ListableBeanFactory beanFactory;

	private final ResourceLoader resourceLoader;

	private final ObjectProvider<JsonCodecFactory> jsonCodecFactory;

	private final ObjectProvider<TtlFunction> ttlFunction;

	private final CacheManagerFactory managers;

	private final AtomicFactory atomic;

	FurtherClusters(MemcachedProperties properties, MemcachedAtomicProperties atomicProperties, Environment environment,
			ListableBeanFactory beanFactory, ResourceLoader resourceLoader,
			ObjectProvider<JsonCodecFactory> jsonCodecFactory, ObjectProvider<TtlFunction> ttlFunction,
			CacheManagerFactory managers) {
		this.properties = new FurtherCacheProperties(properties, environment);
		this.environment = environment;
		this.beanFactory = beanFactory;
		this.resourceLoader = resourceLoader;
		this.jsonCodecFactory = jsonCodecFactory;
		this.ttlFunction = ttlFunction;
		this.managers = managers;
		this.atomic = new AtomicFactory(atomicProperties);
	}

	MemcachedCluster cluster(String name, GuardedOperations operations) {
		return new MemcachedCluster(name, operations);
	}

	MemcachedCacheManager cacheManager(String name, MemcachedOperations operations) {
		MemcachedCacheManager.Builder builder = this.managers.builder(operations, configurations(name));
		beans(name).ordered(MemcachedCacheManagerBuilderCustomizer.class)
			.forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	AtomicUpdateTemplate atomicUpdateTemplate(String name, MemcachedOperations operations) {
		return this.atomic.template(operations, configurations(name), CacheFinder.of(this.beanFactory,
				new FurtherClusterName(name).cacheManager(), "enable caching, or use 'on(MemcachedCache)'"));
	}

	MemcachedCounters counters(String name, MemcachedOperations operations) {
		return this.atomic.counters(operations, configurations(name).keyPrefix());
	}

	private CacheConfigurationFactory configurations(String name) {
		return this.configurations.computeIfAbsent(name, this::createConfigurations);
	}

	private CacheConfigurationFactory createConfigurations(String name) {
		MemcachedCacheProperties cache = this.properties.get(name);
		String root = new FurtherClusterName(name).property() + ".cache.";
		TranscoderFactory transcoders = new TranscoderFactory(root, cache, this.beanFactory,
				this.resourceLoader.getClassLoader(), this.jsonCodecFactory);
		return new CacheConfigurationFactory(root, cache, this.environment, transcoders, ttlFunction(name));
	}

	/** One that is meant for the cluster goes before that of all. */
	private TtlFunction ttlFunction(String name) {
		TtlFunction own = beans(name).single(TtlFunction.class);
		return (own != null) ? own : this.ttlFunction.getIfAvailable(() -> TtlFunction.NONE);
	}

	private QualifiedBeans beans(String name) {
		return new QualifiedBeans(this.beanFactory, new FurtherClusterName(name).qualifier());
	}

}
