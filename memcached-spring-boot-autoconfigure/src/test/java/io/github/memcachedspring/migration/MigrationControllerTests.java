package io.github.memcachedspring.migration;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class MigrationControllerTests {

	private final MigrationController controller = new MigrationController(MigrationPhase.PREPARE,
			MigrationSettings.DEFAULTS);

	@Test
	void movesToThePhaseNextToItsOwnAndBack() {
		List<MigrationPhase> moves = new ArrayList<>();
		this.controller.addListener(moves::add);
		this.controller.moveTo(MigrationPhase.READ_THROUGH);
		assertThat(this.controller.getPhase()).isEqualTo(MigrationPhase.READ_THROUGH);
		this.controller.moveTo(MigrationPhase.READ_THROUGH);
		this.controller.moveTo(MigrationPhase.PREPARE);
		assertThat(moves).containsExactly(MigrationPhase.READ_THROUGH, MigrationPhase.PREPARE);
	}

	@Test
	void leavesOutNoPhase() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.controller.moveTo(MigrationPhase.DONE))
			.withMessageContaining("'PREPARE'")
			.withMessageContaining("'DONE'");
		assertThat(this.controller.getPhase()).isEqualTo(MigrationPhase.PREPARE);
	}

	/** It still has what was replaced since. */
	@Test
	void doesNotMakeTheOldClusterTheTruthAgainOnceItHasLeftItAlone() {
		this.controller.moveTo(MigrationPhase.READ_THROUGH);
		this.controller.moveTo(MigrationPhase.PREPARE);
		this.controller.moveTo(MigrationPhase.READ_THROUGH);
		this.controller.moveTo(MigrationPhase.DONE);
		this.controller.moveTo(MigrationPhase.READ_THROUGH);
		assertThatIllegalStateException().isThrownBy(() -> this.controller.moveTo(MigrationPhase.PREPARE))
			.withMessageContaining("There is no way back from 'done'");
		assertThat(this.controller.getPhase()).isEqualTo(MigrationPhase.READ_THROUGH);
	}

	@Test
	void tellsWhatKeepsItFromAPhase() {
		MigrationController hindered = new MigrationController(MigrationPhase.READ_THROUGH, MigrationSettings.DEFAULTS,
				(next) -> (next == MigrationPhase.PREPARE) ? "there is a reason" : null);
		assertThatIllegalStateException().isThrownBy(() -> hindered.moveTo(MigrationPhase.PREPARE))
			.withMessage("An instance in phase 'READ_THROUGH' cannot move to 'PREPARE': there is a reason");
		hindered.moveTo(MigrationPhase.DONE);
		assertThat(hindered.getPhase()).isEqualTo(MigrationPhase.DONE);
	}

	@Test
	void leavesToTheConfigurationWhetherThereIsAMigration() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.controller.moveTo(MigrationPhase.NONE))
			.withMessageContaining("memcached.migration.phase");
	}

	@ParameterizedTest
	@CsvSource({ "NONE, PREPARE, true", "NONE, READ_THROUGH, false", "PREPARE, READ_THROUGH, true",
			"PREPARE, DONE, false", "READ_THROUGH, DONE, true", "DONE, DONE, true", "NONE, DONE, false" })
	void knowsWhichPhasesMayRunSideBySide(MigrationPhase one, MigrationPhase other, boolean compatible) {
		assertThat(one.isCompatibleWith(other)).isEqualTo(compatible);
		assertThat(other.isCompatibleWith(one)).isEqualTo(compatible);
	}

}
