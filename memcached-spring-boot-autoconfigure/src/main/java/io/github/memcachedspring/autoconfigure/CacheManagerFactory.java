package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.cache.LoadWaitListener;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedOperations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;

/**
 * Begins to build the cache manager of any cluster.
 */
final class CacheManagerFactory {

	private final Environment environment;

	private final ObjectProvider<TaskDecorator> taskDecorators;

	private final ObjectProvider<LoadWaitListener> loadWaitListener;

	CacheManagerFactory(Environment environment, ObjectProvider<TaskDecorator> taskDecorators,
			ObjectProvider<LoadWaitListener> loadWaitListener) {
		this.environment = environment;
		this.taskDecorators = taskDecorators;
		this.loadWaitListener = loadWaitListener;
	}

	/**
	 * Returns a builder that the properties were applied to.
	 * @param operations the cluster
	 * @param configurations the settings of its caches
	 */
	MemcachedCacheManager.Builder builder(MemcachedOperations operations, CacheConfigurationFactory configurations) {
		MemcachedCacheManager.Builder builder = MemcachedCacheManager.builder(operations, configurations.defaults())
			.keyPrefix(configurations.keyPrefix());
		configurations.caches().forEach(builder::cache);
		if (Threading.VIRTUAL.isActive(this.environment)) {
			builder.virtualThreads();
		}
		this.loadWaitListener.ifUnique(builder::loadWaitListener);
		return builder.refreshDecorator(new CompositeTaskDecorator(this.taskDecorators.orderedStream().toList()));
	}

}
