package io.github.memcachedspring.autoconfigure.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.memcachedspring.autoconfigure.endpoint.Caches.Entry;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationPhase;
import io.github.memcachedspring.warmup.CacheWarmUp;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Tells and changes what memcached does in this instance. Reading asks no server and
 * changes nothing. It takes {@code management.endpoint.memcached.access=unrestricted} to
 * change anything: what is done to a fleet's cache should have been meant.
 *
 * @since 0.1.0
 */
@Endpoint(id = "memcached", defaultAccess = Access.READ_ONLY)
public class MemcachedEndpoint {

	private static final List<String> PHASES = Arrays.stream(MigrationPhase.values())
		.filter((phase) -> phase != MigrationPhase.NONE)
		.map(MigrationDescriptor::name)
		.toList();

	private final ObjectProvider<MemcachedCluster> clusters;

	private final Caches caches;

	private final ObjectProvider<MigrationController> migration;

	private final ObjectProvider<CacheWarmUp> warmUp;

	MemcachedEndpoint(ObjectProvider<MemcachedCluster> clusters, Map<String, MemcachedCacheManager> cacheManagers,
			ObjectProvider<MigrationController> migration, ObjectProvider<CacheWarmUp> warmUp) {
		this.clusters = clusters;
		this.caches = new Caches(cacheManagers, clusters);
		this.migration = migration;
		this.warmUp = warmUp;
	}

	/**
	 * Tells everything.
	 * @return all parts that there are
	 */
	@ReadOperation
	public MemcachedDescriptor memcached() {
		return new MemcachedDescriptor(clusters(), this.caches.describe(), migration(), warmUp());
	}

	/**
	 * Tells one part.
	 * @param part {@code clusters}, {@code caches}, {@code migration} or {@code warm-up}
	 * @return that part alone, or {@code null} if there is no such part
	 */
	@ReadOperation
	public @Nullable MemcachedDescriptor part(@Selector String part) {
		Part wanted = Part.find(part);
		return (wanted == null) ? null : switch (wanted) {
			case CLUSTERS -> new MemcachedDescriptor(clusters(), null, null, null);
			case CACHES -> new MemcachedDescriptor(null, this.caches.describe(), null, null);
			case MIGRATION -> MemcachedDescriptor.of(migration());
			case WARM_UP -> MemcachedDescriptor.of(warmUp());
		};
	}

	/**
	 * Tells about a cache.
	 * @param part {@code caches}
	 * @param name name of the cache
	 * @param cacheManager bean name of its manager, needed if several have such a cache
	 * @return the cache, or {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable CacheDescriptor cache(@Selector String part, @Selector String name,
			@Nullable String cacheManager) {
		Entry entry = find(part, name, cacheManager);
		return (entry != null) ? this.caches.describe(entry) : null;
	}

	/**
	 * Clears a cache, for all instances.
	 * @param part {@code caches}
	 * @param name name of the cache
	 * @param cacheManager bean name of its manager, needed if several have such a cache
	 * @return whether there is such a cache
	 */
	@DeleteOperation
	public boolean clear(@Selector String part, @Selector String name, @Nullable String cacheManager) {
		Entry entry = find(part, name, cacheManager);
		if (entry == null) {
			return false;
		}
		entry.cache().clear();
		return true;
	}

	private @Nullable Entry find(String part, String name, @Nullable String cacheManager) {
		return (Part.find(part) == Part.CACHES) ? this.caches.find(name, cacheManager) : null;
	}

	/**
	 * Moves this instance to another phase of the migration, or starts a warm-up.
	 * @param part {@code migration} or {@code warm-up}
	 * @param phase the phase to move to, as in the property
	 * @param warmers names of the warmers, or {@code null} for all
	 * @return the part that was changed, as it is now
	 */
	@WriteOperation
	public @Nullable MemcachedDescriptor change(@Selector String part, @Nullable String phase,
			@Nullable List<String> warmers) {
		Part wanted = Part.find(part);
		if (wanted == Part.MIGRATION) {
			move(phase);
		}
		else if (wanted == Part.WARM_UP) {
			start((warmers != null) ? warmers : List.of());
		}
		else {
			throw invalid("'%s' cannot be changed; 'migration' and 'warm-up' can".formatted(part));
		}
		return part(part);
	}

	private void move(@Nullable String phase) {
		MigrationController controller = this.migration.getIfAvailable();
		if (controller == null) {
			throw invalid("There is no migration; 'memcached.migration.phase' begins one");
		}
		MigrationPhase next = Arrays.stream(MigrationPhase.values())
			.filter((candidate) -> MigrationDescriptor.name(candidate).equalsIgnoreCase(phase))
			.findFirst()
			.orElseThrow(() -> invalid("'phase' must be one of %s: '%s'".formatted(PHASES, phase)));
		checked(() -> {
			controller.moveTo(next);
			return next;
		});
	}

	private void start(List<String> warmers) {
		CacheWarmUp available = this.warmUp.getIfAvailable();
		if (available == null) {
			throw invalid("There is no warm-up; declare 'CacheWarmer' beans to have one");
		}
		checked(() -> available.start(warmers.toArray(String[]::new)));
	}

	private static void checked(Supplier<?> action) {
		try {
			action.get();
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw invalid(String.valueOf(ex.getMessage()));
		}
	}

	private static InvalidEndpointRequestException invalid(String message) {
		return new InvalidEndpointRequestException(message, message);
	}

	private List<ClusterDescriptor> clusters() {
		return this.clusters.orderedStream().map(ClusterDescriptor::of).toList();
	}

	private @Nullable MigrationDescriptor migration() {
		MigrationController controller = this.migration.getIfAvailable();
		return (controller != null) ? MigrationDescriptor.of(controller) : null;
	}

	private @Nullable WarmUpDescriptor warmUp() {
		CacheWarmUp available = this.warmUp.getIfAvailable();
		return (available != null) ? WarmUpDescriptor.of(available) : null;
	}

}
