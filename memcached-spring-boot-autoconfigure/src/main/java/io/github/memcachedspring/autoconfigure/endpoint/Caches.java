package io.github.memcachedspring.autoconfigure.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.migration.MigratingOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * The caches of all managers. Looking at them never makes one.
 */
final class Caches {

	private final Map<String, MemcachedCacheManager> managers;

	private final Iterable<MemcachedCluster> clusters;

	Caches(Map<String, MemcachedCacheManager> managers, Iterable<MemcachedCluster> clusters) {
		this.managers = managers;
		this.clusters = clusters;
	}

	List<CacheDescriptor> describe() {
		List<Entry> entries = new ArrayList<>();
		this.managers.forEach(
				(manager, caches) -> caches.getCacheNames().forEach((name) -> add(entries, manager, caches, name)));
		return entries.stream().map(this::describe).toList();
	}

	/**
	 * Finds a cache.
	 * @param name its name
	 * @param managerName bean name of its manager, or null for any
	 * @return the cache, or null if there is none
	 * @throws InvalidEndpointRequestException if there are several
	 */
	@Nullable Entry find(String name, @Nullable String managerName) {
		List<Entry> entries = new ArrayList<>();
		this.managers.forEach((manager, caches) -> {
			if ((managerName == null || managerName.equals(manager)) && caches.getCacheNames().contains(name)) {
				add(entries, manager, caches, name);
			}
		});
		if (entries.size() > 1) {
			String message = "There are several caches '%s'; say which one by 'cacheManager', one of %s".formatted(name,
					entries.stream().map(Entry::manager).toList());
			throw new InvalidEndpointRequestException(message, message);
		}
		return entries.isEmpty() ? null : entries.get(0);
	}

	CacheDescriptor describe(Entry entry) {
		return CacheDescriptor.of(entry.manager(), clusterOf(entry.cache().getNativeCache()), entry.cache());
	}

	/** What migrates comes to an end on the primary cluster. */
	private @Nullable String clusterOf(Object operations) {
		if (operations instanceof MigratingOperations) {
			return MemcachedCluster.PRIMARY;
		}
		for (MemcachedCluster cluster : this.clusters) {
			if (cluster.operations() == operations) {
				return cluster.name();
			}
		}
		return null;
	}

	private static void add(List<Entry> entries, String manager, MemcachedCacheManager caches, String name) {
		if (caches.getCache(name) instanceof MemcachedCache cache) {
			entries.add(new Entry(manager, cache));
		}
	}

	/**
	 * A cache of a manager.
	 *
	 * @param manager bean name of the manager
	 * @param cache the cache
	 */
	record Entry(String manager, MemcachedCache cache) {

	}

}
