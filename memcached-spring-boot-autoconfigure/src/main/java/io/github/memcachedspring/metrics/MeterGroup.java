package io.github.memcachedspring.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;

/**
 * Registers meters that read from one source. The source is kept for as long as the
 * meters are registered: left to themselves, Micrometer's would go silent with it.
 *
 * @param <T> type of the source
 * @since 0.1.0
 */
public final class MeterGroup<T> {

	private final MeterRegistry registry;

	private final String prefix;

	private final T source;

	private final Tags tags;

	/**
	 * Creates a group.
	 * @param registry where to register
	 * @param prefix what the names of the meters begin with
	 * @param source what the meters read
	 * @param tags tags of all meters
	 */
	public MeterGroup(MeterRegistry registry, String prefix, T source, Iterable<Tag> tags) {
		this.registry = registry;
		this.prefix = prefix;
		this.source = source;
		this.tags = Tags.of(tags);
	}

	/**
	 * Registers a counter.
	 * @param name the name, without the prefix
	 * @param description what is counted
	 * @param count reads the count, which only grows
	 * @param furtherTags keys and values of further tags
	 * @return this group
	 */
	public MeterGroup<T> counter(String name, String description, ToDoubleFunction<T> count, String... furtherTags) {
		T kept = this.source;
		FunctionCounter.builder(this.prefix + name, kept, (source) -> count.applyAsDouble(kept))
			.description(description)
			.tags(this.tags.and(furtherTags))
			.register(this.registry);
		return this;
	}

	/**
	 * Registers a gauge.
	 * @param name the name, without the prefix
	 * @param description what is measured
	 * @param value reads the value, not a number if there is none
	 * @param furtherTags keys and values of further tags
	 * @return this group
	 */
	public MeterGroup<T> gauge(String name, String description, ToDoubleFunction<T> value, String... furtherTags) {
		Gauge.builder(this.prefix + name, this.source, value)
			.description(description)
			.tags(this.tags.and(furtherTags))
			.strongReference(true)
			.register(this.registry);
		return this;
	}

	/**
	 * Registers a gauge of a time.
	 * @param name the name, without the prefix
	 * @param description what is measured
	 * @param time reads the time, {@code null} if there is none
	 * @return this group
	 */
	public MeterGroup<T> time(String name, String description, Function<T, @Nullable Duration> time) {
		TimeGauge.builder(this.prefix + name, this.source, TimeUnit.NANOSECONDS, (source) -> {
			Duration value = time.apply(source);
			return (value != null) ? value.toNanos() : Double.NaN;
		}).description(description).tags(this.tags).strongReference(true).register(this.registry);
		return this;
	}

	/**
	 * Registers a timer that knows how many there were and how long all of them took.
	 * @param name the name, without the prefix
	 * @param description what is timed
	 * @param count reads how many there were
	 * @param total reads the time of all
	 * @return this group
	 */
	public MeterGroup<T> timer(String name, String description, ToLongFunction<T> count, Function<T, Duration> total) {
		T kept = this.source;
		FunctionTimer
			.builder(this.prefix + name, kept, (source) -> count.applyAsLong(kept),
					(source) -> total.apply(kept).toNanos(), TimeUnit.NANOSECONDS)
			.description(description)
			.tags(this.tags)
			.register(this.registry);
		return this;
	}

}
