package io.github.memcachedspring.autoconfigure.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint tells: all, or the one part that was asked for.
 *
 * @param clusters the clusters, or {@code null} if not asked for
 * @param caches the caches, or {@code null} if not asked for
 * @param migration the migration, or {@code null} if not asked for or there is none
 * @param warmUp the warm-up, or {@code null} if not asked for or there are no warmers
 * @since 0.1.0
 */
public record MemcachedDescriptor(@Nullable List<ClusterDescriptor> clusters, @Nullable List<CacheDescriptor> caches,
		@Nullable MigrationDescriptor migration, @Nullable WarmUpDescriptor warmUp) implements OperationResponseBody {

	static @Nullable MemcachedDescriptor of(@Nullable MigrationDescriptor migration) {
		return (migration != null) ? new MemcachedDescriptor(null, null, migration, null) : null;
	}

	static @Nullable MemcachedDescriptor of(@Nullable WarmUpDescriptor warmUp) {
		return (warmUp != null) ? new MemcachedDescriptor(null, null, null, warmUp) : null;
	}

}
