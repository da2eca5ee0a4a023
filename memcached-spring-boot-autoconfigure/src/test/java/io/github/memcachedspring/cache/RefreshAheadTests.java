package io.github.memcachedspring.cache;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RefreshAhead}.
 */
class RefreshAheadTests {

	private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

	@ParameterizedTest
	@CsvSource({ "PT2M, PT1H, PT2M", "PT2M, PT4M, PT2M", "PT2M, PT3M59.999999999S,", "PT2M, PT2M,", "PT2M, PT1S,",
			"PT2S, PT4S, PT2S", "PT2S, PT3.999S,", "PT2.5S, PT5S, PT2.5S" })
	void leavesEntriesAloneThatLiveForLessThanTwiceTheMark(Duration mark, Duration timeToLive, Duration expected) {
		assertThat(RefreshAhead.at(mark).markFor(timeToLive)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "20, PT1H, PT12M", "1, PT1H, PT36S", "50, PT1H, PT30M", "50, PT4S, PT2S", "20, PT10.005S, PT2.001S",
			"33, PT6M, PT1M58.8S" })
	void takesAShareOfTheEntrysOwnLife(int percentage, Duration timeToLive, Duration expected) {
		assertThat(RefreshAhead.percent(percentage).markFor(timeToLive)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "20, PT9.999S, PT2S", "1, PT4S, PT2S", "50, PT3.999S,", "1, PT3.999S,", "20, PT1S," })
	void neverTakesAShareOfLessThanTwoSeconds(int percentage, Duration timeToLive, Duration expected) {
		assertThat(RefreshAhead.percent(percentage).markFor(timeToLive)).isEqualTo(expected);
	}

	@Test
	void copesWithDurationsOfAnyLength() {
		assertThat(RefreshAhead.percent(50).markFor(LONGEST)).isNotNull();
		assertThat(RefreshAhead.at(LONGEST).markFor(LONGEST)).isNull();
		assertThat(RefreshAhead.at(LONGEST).markFor(Duration.ofHours(1))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT1.999S", "PT0S", "PT-2M" })
	void refusesMarksThatAreTooShort(Duration mark) {
		assertThatIllegalArgumentException().isThrownBy(() -> RefreshAhead.at(mark))
			.withMessage("'refreshAhead' must be at least 2 s: " + mark);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 51, -1, 100 })
	void refusesOtherPercentages(int percentage) {
		assertThatIllegalArgumentException().isThrownBy(() -> RefreshAhead.percent(percentage))
			.withMessage("'refreshAhead' must be 1 to 50 percent: " + percentage);
	}

	@Test
	void isEqualToOthersThatSayTheSame() {
		RefreshAhead mark = RefreshAhead.at(Duration.ofMinutes(2));
		RefreshAhead share = RefreshAhead.percent(20);
		assertThat(mark).isEqualTo(RefreshAhead.at(Duration.ofSeconds(120)))
			.hasSameHashCodeAs(RefreshAhead.at(Duration.ofSeconds(120)))
			.isNotEqualTo(RefreshAhead.at(Duration.ofMinutes(3)))
			.isNotEqualTo(share)
			.hasToString("2m");
		assertThat(share).isEqualTo(RefreshAhead.percent(20))
			.hasSameHashCodeAs(RefreshAhead.percent(20))
			.isNotEqualTo(RefreshAhead.percent(21))
			.isNotEqualTo(mark)
			.hasToString("20%");
	}

}
