package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.client.guard.GuardedOperations;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of the way from an old cluster to a new one.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = MemcachedAutoConfiguration.class,
		before = { MemcachedCacheAutoConfiguration.class, MemcachedAtomicAutoConfiguration.class })
@ConditionalOnBean(value = GuardedOperations.class, name = "memcachedOperations")
@EnableConfigurationProperties({ MemcachedMigrationProperties.class, MemcachedCacheProperties.class })
@Import({ MigrationConfiguration.class, EndedMigrationConfiguration.class })
public final class MemcachedMigrationAutoConfiguration {

}
