package io.github.memcachedspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/**
 * Applications on their way from one cluster to another.
 */
final class MigrationContexts {

	private MigrationContexts() {
	}

	/** One that knows one cluster only. */
	static ApplicationContextRunner on(MemcachedNode node, String... properties) {
		return TestContexts.withTrust(node)
			.withUserConfiguration(Books.class)
			.withPropertyValues("memcached.cache.key-prefix=shop", "memcached.cache.jitter=0",
					"memcached.cache.clear-propagation=0s")
			.withPropertyValues(properties);
	}

	/** One on its way. Budgets are for machines that have nothing else to do. */
	static ApplicationContextRunner moving(String phase, MemcachedServer old, MemcachedServer next,
			String... properties) {
		return on(next.node(), "memcached.migration.phase=" + phase, "memcached.migration.budget=5s",
				"memcached.migration.from.timeout=5s", "memcached.migration.from.servers=" + old.node())
			.withPropertyValues(properties);
	}

	/** Asks whether there is an item, and no stub. */
	static boolean holds(MemcachedServer server, String wireKey) {
		return server.command("mg %s s".formatted(wireKey)).matches("HD s[1-9].*");
	}

	/** Waits for a copy, which callers do not do. */
	static void awaitCopy(MemcachedServer server, String wireKey) {
		Awaitility.await().until(() -> holds(server, wireKey));
	}

	static class Books {

		private final List<String> loads = new ArrayList<>();

		@Cacheable("books")
		String find(String isbn) {
			this.loads.add(isbn);
			return "loaded " + isbn;
		}

		@Cacheable(cacheNames = "books", sync = true)
		String findTogether(String isbn) {
			return find(isbn);
		}

		@CachePut("books")
		String replace(String isbn) {
			return "put " + isbn;
		}

		@CacheEvict("books")
		void remove(String isbn) {
		}

		@CacheEvict(cacheNames = "books", allEntries = true)
		void removeAll() {
		}

		List<String> loads() {
			return this.loads;
		}

	}

}
