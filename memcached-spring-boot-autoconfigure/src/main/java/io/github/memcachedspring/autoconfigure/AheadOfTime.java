package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationPhase;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;

/**
 * Applications that are processed ahead of time. Their conditions are evaluated then, and
 * not again when they run with other properties.
 */
final class AheadOfTime {

	private AheadOfTime() {
	}

	/**
	 * Returns whether an application is being processed. Beans that may be needed where
	 * it runs have to be registered then, and can be null there.
	 */
	static boolean isProcessing() {
		return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING);
	}

	/** A migration that does not happen would be noticed by a cold cache only. */
	static void checkMigration(Environment environment, ListableBeanFactory beanFactory) {
		MigrationPhase phase = OnMigrationPhase.phase(environment);
		if (AotDetector.useGeneratedArtifacts() && phase != MigrationPhase.NONE
				&& beanFactory.getBeanNamesForType(MigrationController.class, false, false).length == 0) {
			throw new InvalidConfigurationPropertyValueException(OnMigrationPhase.PROPERTY, phase,
					"The application was processed ahead of time without a migration. Set the property to any phase "
							+ "but 'none' then, too.");
		}
	}

}
