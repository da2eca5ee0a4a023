package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.migration.BulkCopy;
import io.github.memcachedspring.migration.MigrationController;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.SpringProperties;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for what an application is asked to do of which it was not known when it was
 * processed ahead of time. Whole applications are in the tests of package {@code aot}.
 */
class AheadOfTimeTests {

	private final MockEnvironment environment = new MockEnvironment();

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	@BeforeEach
	void generated() {
		SpringProperties.setProperty(AotDetector.AOT_ENABLED, "true");
		has(MigrationController.class);
	}

	@AfterEach
	void notGenerated() {
		SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
	}

	private void has(Class<?> type) {
		this.beans.registerBeanDefinition(type.getName(), new RootBeanDefinition(type));
	}

	private void phase(String phase) {
		this.environment.setProperty(OnMigrationPhase.PROPERTY, phase);
	}

	private void copied(boolean copied) {
		this.environment.setProperty(MigrationWarmUpConfiguration.PROPERTY, String.valueOf(copied));
	}

	private void check() {
		AheadOfTime.checkMigration(this.environment, this.beans);
	}

	@ParameterizedTest
	@ValueSource(strings = { "prepare", "read-through" })
	void refusesToCopyOrNotUnlessThatWasKnown(String phase) {
		phase(phase);
		copied(true);
		assertRefused("'false'");
		has(BulkCopy.class);
		assertThatNoException().isThrownBy(this::check);
		copied(false);
		assertRefused("'true'");
	}

	private void assertRefused(String processedWith) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(this::check)
			.withMessageContaining(MigrationWarmUpConfiguration.PROPERTY)
			.withMessageContaining("processed ahead of time with " + processedWith);
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "done" })
	void doesNotCareWhereNothingIsCopied(String phase) {
		phase(phase);
		copied(true);
		assertThatNoException().isThrownBy(this::check);
	}

	@Test
	void leavesOtherApplicationsAlone() {
		SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
		phase("read-through");
		copied(true);
		assertThatNoException().isThrownBy(this::check);
	}

}
