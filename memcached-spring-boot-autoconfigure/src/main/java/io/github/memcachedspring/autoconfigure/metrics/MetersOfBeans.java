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

	private final Map<Object, MeterBinder> binders = new LinkedHashMap<>();

	private final List<MeterRegistry> registries = new ArrayList<>();

	MetersOfBeans(RemovableMeters meters, ObjectProvider<MemcachedCluster> clusters) {
		this.meters = meters;
		this.clusters = clusters;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		MeterBinder binder = metersOf(bean, beanName);
		if (binder != null) {
			add(bean, binder);
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

	private synchronized void add(Object bean, MeterBinder binder) {
		if (this.binders.putIfAbsent(bean, binder) == null) {
			this.registries.forEach((registry) -> bind(bean, binder, registry));
		}
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
		this.binders.forEach((bean, binder) -> bind(bean, binder, registry));
	}

	private void bind(Object bean, MeterBinder binder, MeterRegistry registry) {
		if (binder instanceof MemcachedClusterMetrics) {
			binder.bindTo(registry);
		}
		else {
			this.meters.bind(bean, binder, registry);
		}
	}

}
