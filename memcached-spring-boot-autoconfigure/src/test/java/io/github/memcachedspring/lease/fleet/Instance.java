package io.github.memcachedspring.lease.fleet;

import java.util.List;

import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedCacheAutoConfiguration;
import io.github.memcachedspring.autoconfigure.MemcachedCacheTtlAutoConfiguration;
import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import org.awaitility.Awaitility;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * One instance of the application: a context as the starter makes it, with connections of
 * its own.
 *
 * @param <L> type of the cached bean
 */
final class Instance<L> implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final L library;

	Instance(MemcachedNode node, Class<L> library, Database database, List<String> properties) {
		// Long, for the machine may be busy with other things.
		TestPropertyValues.of("memcached.servers=" + node, "memcached.timeout=5s", "memcached.cache.jitter=0")
			.and(properties.stream())
			.applyTo(this.context);
		this.context.registerBean(Database.class, () -> database);
		this.context.register(Caching.class, library, MemcachedAutoConfiguration.class,
				MemcachedCacheAutoConfiguration.class, MemcachedCacheTtlAutoConfiguration.class);
		this.context.refresh();
		this.library = this.context.getBean(library);
		awaitConnectionTo(node);
	}

	void awaitConnectionTo(MemcachedNode node) {
		MemcachedOperations operations = this.context.getBean(MemcachedOperations.class);
		Awaitility.await()
			.ignoreExceptions()
			.until(() -> operations.on(node).get(KeySpace.of("", "test", "connection").key("")).await() == null);
	}

	/** Returns the bean behind its caching proxy. */
	L library() {
		return this.library;
	}

	MemcachedCache cache(String name) {
		return (MemcachedCache) this.context.getBean(MemcachedCacheManager.class).getCache(name);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

}
