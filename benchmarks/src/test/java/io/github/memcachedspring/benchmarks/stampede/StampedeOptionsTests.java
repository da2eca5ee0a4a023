package io.github.memcachedspring.benchmarks.stampede;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StampedeOptions} and {@link Round}.
 */
class StampedeOptionsTests {

	@Test
	void runsEverythingUnlessPartsAreNamed() {
		assertThat(parse("--callers=5").parts()).containsExactly(Part.values());
		assertThat(parse("kill", "burst", "--jvms=2").parts()).containsExactly(Part.BURST, Part.KILL);
	}

	@Test
	void readsNumbers() {
		assertThat(parse("--callers=5", "--jvms=2", "--seconds=4")).returns(5, StampedeOptions::callers)
			.returns(2, StampedeOptions::jvms)
			.returns(Duration.ofSeconds(4), StampedeOptions::steady);
	}

	@Test
	void refusesWhatItDoesNotKnow() {
		assertThatIllegalArgumentException().isThrownBy(() -> parse("bursts"))
			.withMessageContaining("'bursts' is neither an option nor a part");
		assertThatIllegalArgumentException().isThrownBy(() -> parse("--jvms=1"))
			.withMessage("'--jvms' must be at least 2: '--jvms=1'");
	}

	@Test
	void sendsRoundsAsText() {
		Round round = new Round(3, Technique.REFRESH_AHEAD, 200, Duration.ofMillis(200), Duration.ofSeconds(5),
				Duration.ofSeconds(20));
		assertThat(Round.parse(round.toLine())).isEqualTo(round);
	}

	private static StampedeOptions parse(String... arguments) {
		return StampedeOptions.parse(arguments);
	}

}
