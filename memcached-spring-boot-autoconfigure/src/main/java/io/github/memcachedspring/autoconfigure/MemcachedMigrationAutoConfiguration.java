package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.migration.MigratingOperations;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationPhase;
import io.github.memcachedspring.migration.OldEntryReader;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the way from an old cluster to a new one.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = MemcachedAutoConfiguration.class,
		before = { MemcachedCacheAutoConfiguration.class, MemcachedAtomicAutoConfiguration.class })
@ConditionalOnBean(value = GuardedOperations.class, name = "memcachedOperations")
@EnableConfigurationProperties({ MemcachedMigrationProperties.class, MemcachedCacheProperties.class,
		MemcachedAtomicProperties.class })
@Conditional(OnMigrationPhase.class)
@Import({ OldClusterFactory.class, MigratedCaches.class, CacheSettingsConfiguration.class,
		MigrationWarmUpConfiguration.class })
public final class MemcachedMigrationAutoConfiguration {

	@Bean
	MigrationController memcachedMigrationController(MemcachedMigrationProperties properties,
			MemcachedCacheProperties cache, MemcachedAtomicProperties atomic, ObjectProvider<MigratedCaches> caches) {
		return new MigrationController(properties.getPhase(),
				new MigrationSettingsFactory(properties).create(cache, atomic,
						(key) -> caches.getObject().timeToLive(key)),
				(next) -> OldClusterFactory.obstacle(properties, next));
	}

	@Bean(defaultCandidate = false)
	@Qualifier(OldClusterFactory.QUALIFIER)
	@ConditionalOnBean(OldMemcachedConnectionDetails.class)
	MemcachedConnectionDetails oldMemcachedConnectionDetails(OldMemcachedConnectionDetails serviceConnection) {
		return serviceConnection.cluster();
	}

	@Bean
	OldCluster oldMemcachedCluster(OldClusterFactory factory, GuardedOperations memcachedOperations,
			MigrationController controller) {
		return factory.connect(memcachedOperations.nodes(), controller);
	}

	@Bean
	@Conditional(OnMigrationPhase.WithOldCluster.class)
	@Nullable MemcachedCluster connectionsToOldMemcachedCluster(OldCluster oldCluster) {
		GuardedOperations connections = oldCluster.connections();
		return (connections != null) ? new MemcachedCluster(MemcachedCluster.OLD, connections) : null;
	}

	@Bean
	@Primary
	MigratingOperations migratingMemcachedOperations(GuardedOperations memcachedOperations, OldCluster oldCluster,
			MigrationController controller) {
		return new MigratingOperations(memcachedOperations, oldCluster.operations(),
				OldEntryReader.ownFormat(oldCluster.keyPrefix()), controller);
	}

	/** Null in phase 'none', which is decided where an application runs. */
	@Bean
	@Lazy(false) // nobody asks for it
	@Nullable PhaseAnnouncer memcachedPhaseAnnouncer(GuardedOperations memcachedOperations, MemcachedCacheProperties cache,
			Environment environment, MigrationController controller) {
		if (controller.getPhase() == MigrationPhase.NONE) {
			return null;
		}
		PhaseAnnouncer announcer = new PhaseAnnouncer(memcachedOperations,
				CacheConfigurationFactory.keyPrefix(cache, environment), controller::getPhase,
				new VerdictLog(controller));
		controller.addListener((phase) -> announcer.moved());
		return announcer;
	}

}
