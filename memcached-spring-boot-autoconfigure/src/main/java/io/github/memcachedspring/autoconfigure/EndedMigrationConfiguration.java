package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.migration.MigrationPhase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The last phase: only instances of the phase before it need to know that there is one
 * more.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnMigrationPhase.Done.class)
class EndedMigrationConfiguration {

	private static final Log logger = LogFactory.getLog(EndedMigrationConfiguration.class);

	@Bean
	PhaseAnnouncer memcachedPhaseAnnouncer(GuardedOperations memcachedOperations, MemcachedCacheProperties cache,
			Environment environment) {
		logger.info("The migration has ended ('memcached.migration.phase' is 'done'): 'memcached.migration' can be "
				+ "removed from the configuration once all instances say so");
		return new PhaseAnnouncer(memcachedOperations, CacheConfigurationFactory.keyPrefix(cache, environment),
				() -> MigrationPhase.DONE, () -> {
				});
	}

}
