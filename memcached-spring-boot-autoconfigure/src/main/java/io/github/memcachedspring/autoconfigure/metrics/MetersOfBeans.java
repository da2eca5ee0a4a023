package io.github.memcachedspring.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.metrics.MemcachedClusterMetrics;
import io.github.memcachedspring.metrics.RemovableMeters;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.warmup.CacheWarmUp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Brings together beans and registries, whichever comes first: some beans are created
 * when they are first asked for, and meters are no reason to.
 */
final class MetersOfBeans implements BeanPostProcessor, MeterBinder {

	private final RemovableMeters meters;

	private final ObjectProvider<MemcachedCluster> clusters;

	private final Map<String, Source> sources = new LinkedHashMap<>();

	private final List<MeterRegistry> registries = new ArrayList<>();

	MetersOfBeans(RemovableMeters meters, ObjectProvider<MemcachedCluster> clusters) {
		this.meters = meters;
		this.clusters = clusters;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		MeterBinder binder = metersOf(bean, beanName);
		if (binder != null) {
			add(beanName, new Source(bean, binder));
		}
		return bean;
	}

	private @Nullable MeterBinder metersOf(Object bean, String beanName) {
		if (bean instanceof MemcachedCluster cluster) {
			return new MemcachedClusterMetrics(cluster, this.meters);
		}
		if (bean instanceof MigrationController controller) {
			return new MigrationMeters(controller);
		}
		if (bean instanceof CacheWarmUp warmUp) {
			return new WarmUpMeters(warmUp);
		}
		if (bean instanceof AtomicUpdateTemplate template) {
			return new AtomicUpdateMeters(template, beanName);
		}
		return (bean instanceof MemcachedCounters counters) ? new CounterMeters(counters, beanName) : null;
	}

	/** A bean that is made anew, because of its scope, takes the place of the former. */
	private synchronized void add(String beanName, Source source) {
		Source former = this.sources.put(beanName, source);
		if (former != null) {
			this.meters.unbind(former.bean());
		}
		this.registries.forEach((registry) -> bind(source, registry));
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		addRegistry(registry);
		// With lazy initialization, nobody else may ask for them.
		this.clusters.forEach((cluster) -> {
		});
	}

	private synchronized void addRegistry(MeterRegistry registry) {
		this.registries.add(registry);
		this.sources.values().forEach((source) -> bind(source, registry));
	}

	private void bind(Source source, MeterRegistry registry) {
		if (source.binder() instanceof MemcachedClusterMetrics nodes) {
			// They have meters each for itself.
			nodes.bindTo(registry);
		}
		else {
			this.meters.bind(source.bean(), source.binder(), registry);
		}
	}

	/**
	 * A bean that has meters.
	 *
	 * @param bean the bean
	 * @param binder its meters
	 */
	private record Source(Object bean, MeterBinder binder) {
	}

}
