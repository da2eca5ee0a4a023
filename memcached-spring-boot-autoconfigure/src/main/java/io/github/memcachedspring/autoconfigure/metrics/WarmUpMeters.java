package io.github.memcachedspring.autoconfigure.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.github.memcachedspring.metrics.MeterGroup;
import io.github.memcachedspring.warmup.CacheWarmUp;
import io.github.memcachedspring.warmup.WarmUpProgress;
import io.github.memcachedspring.warmup.WarmUpProgress.State;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Meters of warmers, each in its last run.
 */
final class WarmUpMeters implements MeterBinder {

	private final CacheWarmUp warmUp;

	WarmUpMeters(CacheWarmUp warmUp) {
		this.warmUp = warmUp;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.warmUp.progress().forEach((progress) -> bind(progress, registry));
	}

	private void bind(WarmUpProgress warmer, MeterRegistry registry) {
		Warmer source = new Warmer(this.warmUp, warmer.name());
		MeterGroup<Warmer> meters = new MeterGroup<>(registry, "memcached.warmup.", source,
				Tags.of("warmer", warmer.name(), "cache", warmer.cacheName()));
		keys(meters, "filled", WarmUpProgress::filled);
		keys(meters, "present", WarmUpProgress::present);
		keys(meters, "failed", WarmUpProgress::failed);
		meters.gauge("progress", "Share of the keys that are dealt with, 0 to 1", (one) -> share(one.progress()))
			.time("remaining", "Time that the rest will take", Warmer::remaining);
		for (State state : State.values()) {
			meters.gauge("state", "1 for what the warmer does, 0 for what it does not",
					(one) -> (one.progress().state() == state) ? 1 : 0, "state", name(state));
		}
	}

	private static void keys(MeterGroup<Warmer> meters, String result, ToDoubleFunction<WarmUpProgress> part) {
		meters.gauge("keys", "Keys that are dealt with", (warmer) -> part.applyAsDouble(warmer.progress()), "result",
				result);
	}

	private static double share(WarmUpProgress progress) {
		Double percent = progress.percent();
		return (percent != null) ? percent / 100 : Double.NaN;
	}

	private static String name(State state) {
		return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * A warmer of several.
	 *
	 * @param warmUp all warmers
	 * @param name name of the one
	 */
	private record Warmer(CacheWarmUp warmUp, String name) {

		WarmUpProgress progress() {
			return this.warmUp.progress()
				.stream()
				.filter((progress) -> progress.name().equals(this.name))
				.findFirst()
				.orElseThrow();
		}

		@Nullable Duration remaining() {
			WarmUpProgress progress = progress();
			return progress.state().isEnd() ? Duration.ZERO : progress.timeLeft();
		}

	}

}
