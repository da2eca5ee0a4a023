package io.github.memcachedspring.autoconfigure.metrics;

import io.github.memcachedspring.autoconfigure.ClusterLayer;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.metrics.CommandTimers;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the timers of commands. The registry is looked for when all beans
 * are there: the connection to memcached is made very early, perhaps for a bean that the
 * registry itself needs.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class MemcachedCommandMetricsAutoConfiguration {

	@Bean
	CommandTimers memcachedCommandTimers() {
		return new CommandTimers();
	}

	@Bean
	@Order(ClusterLayer.METRICS_ORDER)
	ClusterLayer commandTimersLayer(CommandTimers memcachedCommandTimers) {
		return (engine, cluster, timeout) -> memcachedCommandTimers.on(engine, cluster);
	}

	@Bean
	SmartInitializingSingleton commandTimersStart(CommandTimers memcachedCommandTimers,
			ObjectProvider<MeterRegistry> registry, ObjectProvider<MemcachedCluster> clusters) {
		return () -> {
			registry.ifUnique(memcachedCommandTimers::recordIn);
			clusters.forEach((cluster) -> memcachedCommandTimers.follow(cluster.operations()));
		};
	}

}
