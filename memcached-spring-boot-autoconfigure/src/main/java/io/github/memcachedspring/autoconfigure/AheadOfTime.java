package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.migration.BulkCopy;
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
		if (!AotDetector.useGeneratedArtifacts()) {
			return;
		}
		MigrationPhase phase = OnMigrationPhase.phase(environment);
		if (phase != MigrationPhase.NONE && !has(beanFactory, MigrationController.class)) {
			throw new InvalidConfigurationPropertyValueException(OnMigrationPhase.PROPERTY, phase,
					"The application was processed ahead of time without a migration. Set the property to any phase "
							+ "but 'none' then, too.");
		}
		if (phase == MigrationPhase.PREPARE || phase == MigrationPhase.READ_THROUGH) {
			checkCopy(environment, has(beanFactory, BulkCopy.class));
		}
	}

	private static boolean has(ListableBeanFactory beanFactory, Class<?> type) {
		return beanFactory.getBeanNamesForType(type, false, false).length > 0;
	}

	private static void checkCopy(Environment environment, boolean copied) {
		boolean wanted = environment.getProperty(MigrationWarmUpConfiguration.PROPERTY, Boolean.class, false);
		if (wanted != copied) {
			throw new InvalidConfigurationPropertyValueException(MigrationWarmUpConfiguration.PROPERTY, wanted,
					"The application was processed ahead of time with '%s'. Set the property to the same then and now."
						.formatted(copied));
		}
	}

}
