package io.github.memcachedspring.autoconfigure.metrics;

import java.util.function.ToDoubleFunction;

import io.github.memcachedspring.atomic.AtomicUpdateStatistics;
import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.metrics.MeterGroup;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of atomic updates.
 */
final class AtomicUpdateMeters implements MeterBinder {

	private final AtomicUpdateTemplate template;

	private final String beanName;

	AtomicUpdateMeters(AtomicUpdateTemplate template, String beanName) {
		this.template = template;
		this.beanName = beanName;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		MeterGroup<AtomicUpdateTemplate> meters = new MeterGroup<>(registry, "memcached.atomic.", this.template,
				Tags.of("bean", this.beanName));
		updates(meters, "applied", AtomicUpdateStatistics::applied);
		updates(meters, "conflict", AtomicUpdateStatistics::conflicts);
		updates(meters, "absent", AtomicUpdateStatistics::absents);
		updates(meters, "unknown", AtomicUpdateStatistics::unknowns);
		updates(meters, "failed", AtomicUpdateStatistics::failures);
		updates(meters, "cancelled", AtomicUpdateStatistics::cancelled);
		meters
			.counter("attempts", "Times that values were read for updates",
					(template) -> template.getStatistics().attempts())
			.timer("time", "Time that updates took, waiting included", (template) -> count(template.getStatistics()),
					(template) -> template.getStatistics().totalTime());
	}

	private static void updates(MeterGroup<AtomicUpdateTemplate> meters, String result,
			ToDoubleFunction<AtomicUpdateStatistics> part) {
		meters.counter("updates", "Atomic updates", (template) -> part.applyAsDouble(template.getStatistics()),
				"result", result);
	}

	private static long count(AtomicUpdateStatistics statistics) {
		return statistics.applied() + statistics.conflicts() + statistics.absents() + statistics.unknowns()
				+ statistics.failures() + statistics.cancelled();
	}

}
