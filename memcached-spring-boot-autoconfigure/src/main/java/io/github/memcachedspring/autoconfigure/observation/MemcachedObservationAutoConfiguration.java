package io.github.memcachedspring.autoconfigure.observation;

import io.github.memcachedspring.autoconfigure.ClusterLayer;
import io.github.memcachedspring.cache.LoadWaitListener;
import io.github.memcachedspring.observation.LoadWaitConvention;
import io.github.memcachedspring.observation.MemcachedCommandConvention;
import io.github.memcachedspring.observation.MemcachedObservations;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of observations. Registry, handlers and conventions are looked for
 * when all beans are there: the connection to memcached is made very early, perhaps for a
 * bean that one of them needs.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "memcached.observation.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MemcachedObservationProperties.class)
public final class MemcachedObservationAutoConfiguration {

	@Bean
	MemcachedObservations memcachedObservations() {
		return new MemcachedObservations();
	}

	@Bean
	ObservationSwitch memcachedObservationSwitch(MemcachedObservationProperties properties,
			ListableBeanFactory beanFactory) {
		return new ObservationSwitch(properties.getEnabled(), beanFactory);
	}

	@Bean
	@Order(ClusterLayer.OBSERVATION_ORDER)
	ClusterLayer memcachedObservationLayer(MemcachedObservations observations, ObservationSwitch observationSwitch) {
		return (engine, cluster, timeout) -> observationSwitch.isOn() ? observations.on(engine, cluster) : engine;
	}

	@Bean
	@ConditionalOnMissingBean
	LoadWaitListener memcachedLoadWaitListener(MemcachedObservations observations,
			ObservationSwitch observationSwitch) {
		return observationSwitch.isOn() ? observations.waits() : LoadWaitListener.NONE;
	}

	@Bean
	SmartInitializingSingleton memcachedObservationStart(MemcachedObservations observations,
			ObjectProvider<ObservationRegistry> registry, ObjectProvider<MemcachedCommandConvention> commands,
			ObjectProvider<LoadWaitConvention> waits) {
		return () -> registry
			.ifUnique((unique) -> observations.observeIn(unique, commands.getIfAvailable(), waits.getIfAvailable()));
	}

	/**
	 * Keeps meters from being made of observed commands: they would be the timers that
	 * there are already, with other tags.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterFilter.class)
	static class Meters {

		@Bean
		MeterFilter memcachedObservedCommandFilter() {
			return MeterFilter.deny((id) -> id.getName().equals("memcached.command")
					|| id.getName().equals("memcached.command.active"));
		}

	}

}
