package io.github.memcachedspring.autoconfigure;

import java.util.Set;

import io.github.memcachedspring.migration.MigrationPhase;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches in some phases of a migration.
 */
abstract class OnMigrationPhase extends SpringBootCondition {

	private static final String PROPERTY = "memcached.migration.phase";

	private final Set<MigrationPhase> phases;

	OnMigrationPhase(MigrationPhase... phases) {
		this.phases = Set.of(phases);
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		MigrationPhase phase = Binder.get(context.getEnvironment())
			.bind(PROPERTY, MigrationPhase.class)
			.orElse(MigrationPhase.NONE);
		return new ConditionOutcome(this.phases.contains(phase),
				ConditionMessage.forCondition("Migration").because("'%s' is '%s'".formatted(PROPERTY, phase)));
	}

	/** While both clusters are used. */
	static final class UnderWay extends OnMigrationPhase {

		UnderWay() {
			super(MigrationPhase.PREPARE, MigrationPhase.READ_THROUGH);
		}

	}

	/** When the old cluster is not used any more. */
	static final class Done extends OnMigrationPhase {

		Done() {
			super(MigrationPhase.DONE);
		}

	}

}
