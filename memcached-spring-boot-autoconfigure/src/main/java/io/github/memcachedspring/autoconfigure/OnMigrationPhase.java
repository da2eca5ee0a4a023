package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.migration.MigrationPhase;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches in the phases of a migration.
 */
class OnMigrationPhase extends SpringBootCondition implements ConfigurationCondition {

	static final String PROPERTY = "memcached.migration.phase";

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		MigrationPhase phase = phase(context.getEnvironment());
		return new ConditionOutcome(matches(phase),
				ConditionMessage.forCondition("Migration").because("'%s' is '%s'".formatted(PROPERTY, phase)));
	}

	static MigrationPhase phase(Environment environment) {
		return Binder.get(environment).bind(PROPERTY, MigrationPhase.class).orElse(MigrationPhase.NONE);
	}

	boolean matches(MigrationPhase phase) {
		return phase != MigrationPhase.NONE;
	}

	/**
	 * Matches in the phases that need the old cluster. Where the application runs it may
	 * be in another phase than where it is processed ahead of time.
	 */
	static final class WithOldCluster extends OnMigrationPhase {

		@Override
		boolean matches(MigrationPhase phase) {
			return super.matches(phase) && (phase != MigrationPhase.DONE || AheadOfTime.isProcessing());
		}

	}

}
