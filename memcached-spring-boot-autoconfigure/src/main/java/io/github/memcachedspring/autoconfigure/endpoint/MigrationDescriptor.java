package io.github.memcachedspring.autoconfigure.endpoint;

import java.util.Locale;

import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationPhase;
import io.github.memcachedspring.migration.MigrationProgress;

/**
 * How far this instance is on its way to another cluster.
 *
 * @param phase the phase, as in the property
 * @param progress what it has seen so far, and its verdict
 * @since 0.1.0
 */
public record MigrationDescriptor(String phase, MigrationProgress progress) {

	static MigrationDescriptor of(MigrationController controller) {
		return new MigrationDescriptor(name(controller.getPhase()), controller.getProgress());
	}

	static String name(MigrationPhase phase) {
		return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
