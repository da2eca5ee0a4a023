package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.migration.BulkCopy;
import io.github.memcachedspring.migration.MigratingOperations;
import io.github.memcachedspring.warmup.CacheWarmer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Warms up from the old cluster of a migration, before any source is asked.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(MigrationWarmUpConfiguration.PROPERTY)
@EnableConfigurationProperties(MemcachedWarmUpProperties.class)
class MigrationWarmUpConfiguration {

	static final String PROPERTY = "memcached.warm-up.from-migration-source";

	/** Name of the warmer. */
	static final String NAME = "migration-source";

	@Bean
	BulkCopy memcachedBulkCopy(MigratingOperations operations, OldCluster oldCluster,
			MemcachedConnectionDetails connectionDetails, MemcachedProperties properties,
			MemcachedMigrationProperties migration, MemcachedCacheProperties cache, Environment environment,
			ObjectProvider<XMemcachedSettingsCustomizer> customizers) {
		checkFormat(migration.getFrom());
		XMemcachedSettings settings = new ClusterSettings("memcached", properties).connections(connectionDetails);
		for (XMemcachedSettingsCustomizer customizer : customizers.orderedStream().toList()) {
			settings = customizer.customize(settings);
		}
		return new BulkCopy(operations, settings, oldCluster.settings(),
				CacheConfigurationFactory.keyPrefix(cache, environment), oldCluster.keyPrefix());
	}

	private static void checkFormat(MemcachedMigrationProperties.From from) {
		if (from.getFormat() != MemcachedMigrationProperties.Format.OWN || from.isClassicCommands()) {
			throw new InvalidConfigurationPropertyValueException(PROPERTY, true,
					"Only entries that this library has written can be copied from an old cluster before they are read, "
							+ "with meta commands: 'memcached.migration.from.format' must be 'own' and "
							+ "'memcached.migration.from.classic-commands' must not be set. Others are copied when they are read.");
		}
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	CacheWarmer<?> memcachedMigrationWarmer(BulkCopy bulkCopy, MemcachedWarmUpProperties properties) {
		return CacheWarmer.copying(NAME, new WarmUpRules(properties).copyRate(), new MigrationCopyJob(bulkCopy));
	}

}
