package io.github.memcachedspring.benchmarks;

import io.github.memcachedspring.benchmarks.support.MarkdownTable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Rounds}.
 */
class RoundsTests {

	private final Rounds rounds = new Rounds("a / b", 16, (key) -> null, (key) -> key);

	@Test
	void comparesWithinARound() {
		this.rounds.add(1, 10);
		this.rounds.add(30, 10);
		this.rounds.add(400, 200);
		assertThat(this.rounds.medianRatio()).isEqualTo(2);
		this.rounds.add(40, 10);
		assertThat(this.rounds.medianRatio()).isEqualTo(2.5);
	}

	@Test
	void printsMediansAndExtremes() {
		this.rounds.add(1, 10);
		this.rounds.add(30, 10);
		this.rounds.add(400, 200);
		MarkdownTable table = new MarkdownTable("compared", "threads", "us", "reference", "median", "min", "max");
		this.rounds.addTo(table);
		assertThat(table.toString()).endsWith("| a / b    |      16 | 30.0 |      10.0 |   2.00 | 0.10 | 3.00 |\n");
	}

	@Test
	void doesNotTakeMissesForFastReads() throws Exception {
		assertThat(this.rounds.reference().read("k")).isEqualTo("k");
		assertThatIllegalStateException().isThrownBy(() -> this.rounds.measured().read("k"))
			.withMessage("'k' was not found");
	}

}
