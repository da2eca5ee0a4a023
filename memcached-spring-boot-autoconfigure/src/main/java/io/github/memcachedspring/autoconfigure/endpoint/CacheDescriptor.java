package io.github.memcachedspring.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheStatistics;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A cache.
 *
 * @param name name of the cache
 * @param cacheManager bean name of its manager
 * @param cluster name of the cluster that it is on, or {@code null} if that is none of
 * the auto-configured ones
 * @param settings its effective settings
 * @param statistics what it did in this instance
 * @param generations its generation on each server that was asked for it, as it stands in
 * the record there; as text, since it has more digits than JavaScript's numbers
 * @since 0.1.0
 */
public record CacheDescriptor(String name, String cacheManager, @Nullable String cluster,
		CacheSettingsDescriptor settings, MemcachedCacheStatistics statistics,
		Map<String, String> generations) implements OperationResponseBody {

	static CacheDescriptor of(String cacheManager, @Nullable String cluster, MemcachedCache cache) {
		Map<String, String> generations = new LinkedHashMap<>();
		cache.getGenerations()
			.forEach((node, generation) -> generations.put(node.toString(), Long.toString(generation)));
		return new CacheDescriptor(cache.getName(), cacheManager, cluster,
				CacheSettingsDescriptor.of(cache.getConfiguration()), cache.getStatistics(), generations);
	}

}
