package io.github.memcachedspring.autoconfigure.metrics;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.github.memcachedspring.metrics.MeterGroup;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationPhase;
import io.github.memcachedspring.migration.MigrationProgress;
import io.github.memcachedspring.migration.MigrationVerdict;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of a migration.
 */
final class MigrationMeters implements MeterBinder {

	private final MigrationController controller;

	MigrationMeters(MigrationController controller) {
		this.controller = controller;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		MeterGroup<MigrationController> meters = new MeterGroup<>(registry, "memcached.migration.", this.controller,
				Tags.empty());
		reads(meters, "new", MigrationProgress::hitsOnNew);
		reads(meters, "old", MigrationProgress::hitsOnOld);
		reads(meters, "none", MigrationProgress::missedBoth);
		copies(meters, "stored", MigrationProgress::copied);
		copies(meters, "lost", MigrationProgress::copiesLost);
		meters.counter("barred", "Reads for which the old cluster did not count", progress(MigrationProgress::barred))
			.counter("old.errors", "Commands to the old cluster that failed", progress(MigrationProgress::oldErrors))
			.gauge("old.share", "Share of the old cluster in the hits of the last minute, 0 to 1",
					progress(MigrationProgress::shareOfOld))
			.gauge("removable", "Whether the old cluster can go: 0 or 1",
					progress((progress) -> (progress.verdict() == MigrationVerdict.REMOVABLE) ? 1 : 0));
		for (MigrationPhase phase : MigrationPhase.values()) {
			meters.gauge("phase", "1 for the phase of this instance, 0 for the others",
					(controller) -> (controller.getPhase() == phase) ? 1 : 0, "phase", name(phase));
		}
	}

	private static void reads(MeterGroup<MigrationController> meters, String result,
			ToDoubleFunction<MigrationProgress> part) {
		meters.counter("reads", "Reads by the cluster that answered them", progress(part), "result", result);
	}

	private static void copies(MeterGroup<MigrationController> meters, String result,
			ToDoubleFunction<MigrationProgress> part) {
		meters.counter("copies", "Copies from the old cluster to the new one", progress(part), "result", result);
	}

	private static ToDoubleFunction<MigrationController> progress(ToDoubleFunction<MigrationProgress> part) {
		return (controller) -> part.applyAsDouble(controller.getProgress());
	}

	private static String name(MigrationPhase phase) {
		return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
