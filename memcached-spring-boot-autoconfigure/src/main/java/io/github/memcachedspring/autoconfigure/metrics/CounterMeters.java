package io.github.memcachedspring.autoconfigure.metrics;

import java.util.function.ToDoubleFunction;

import io.github.memcachedspring.atomic.CounterStatistics;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.metrics.MeterGroup;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of counters in memcached.
 */
final class CounterMeters implements MeterBinder {

	private final MemcachedCounters counters;

	private final String beanName;

	CounterMeters(MemcachedCounters counters, String beanName) {
		this.counters = counters;
		this.beanName = beanName;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		MeterGroup<MemcachedCounters> meters = new MeterGroup<>(registry, "memcached.counters.", this.counters,
				Tags.of("bean", this.beanName));
		commands(meters, "counted", CounterStatistics::counted);
		commands(meters, "conflict", CounterStatistics::conflicts);
		commands(meters, "absent", CounterStatistics::absent);
		commands(meters, "unknown", CounterStatistics::unknown);
		commands(meters, "failed", CounterStatistics::failed);
		meters.timer("time", "Time that counting took", (counters) -> count(counters.getStatistics()),
				(counters) -> counters.getStatistics().totalTime());
	}

	private static void commands(MeterGroup<MemcachedCounters> meters, String result,
			ToDoubleFunction<CounterStatistics> part) {
		meters.counter("commands", "Commands about counters",
				(counters) -> part.applyAsDouble(counters.getStatistics()), "result", result);
	}

	private static long count(CounterStatistics statistics) {
		return statistics.counted() + statistics.conflicts() + statistics.absent() + statistics.unknown()
				+ statistics.failed();
	}

}
