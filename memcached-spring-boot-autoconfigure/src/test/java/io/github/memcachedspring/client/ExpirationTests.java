package io.github.memcachedspring.client;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Expiration}.
 */
class ExpirationTests {

	private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();

	private static final long END = Integer.MAX_VALUE;

	@Test
	void sendsZeroForNever() {
		assertThat(Expiration.NEVER.toWire(NOW)).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "PT-0.000000001S" })
	void refusesTimesThatMemcachedTakesForNeverOrPast(Duration timeToLive) {
		assertThatIllegalArgumentException().isThrownBy(() -> Expiration.after(timeToLive))
			.withMessage("'timeToLive' must be positive: %s; use Expiration.NEVER for no expiration", timeToLive);
	}

	@ParameterizedTest
	@CsvSource({ "PT0.000000001S, 1", "PT0.999S, 1", "PT1S, 1", "PT1.000000001S, 2", "PT59.5S, 60", "PT10M, 600",
			"P29D, 2505600", "PT719H59M59.5S, 2592000", "P30D, 2592000" })
	void sendsSecondsUpToThirtyDaysRoundedUp(Duration timeToLive, long wire) {
		assertThat(Expiration.after(timeToLive).toWire(NOW)).isEqualTo(wire);
	}

	@ParameterizedTest
	@CsvSource({ "PT720H0.000000001S, 2592001", "PT720H1S, 2592001", "P31D, 2678400", "P365D, 31536000" })
	void sendsUnixTimeBeyondThirtyDays(Duration timeToLive, long seconds) {
		assertThat(Expiration.after(timeToLive).toWire(NOW)).isEqualTo(NOW + seconds);
	}

	@Test
	void bringsDownWhatTheProtocolCannotExpress() {
		Duration rest = Duration.ofSeconds(END - NOW);
		assertThat(Expiration.after(rest.minusSeconds(1)).toWire(NOW)).isEqualTo(END - 1);
		assertThat(Expiration.after(rest).toWire(NOW)).isEqualTo(END);
		assertThat(Expiration.after(rest.plusSeconds(1)).toWire(NOW)).isEqualTo(END);
		assertThat(Expiration.after(Duration.ofSeconds(Long.MAX_VALUE)).toWire(NOW)).isEqualTo(END);
		assertThat(Expiration.after(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)).toWire(NOW)).isEqualTo(END);
	}

	@Test
	void isEqualByTime() {
		Expiration minute = Expiration.after(Duration.ofMinutes(1));
		assertThat(minute).isEqualTo(Expiration.after(Duration.ofSeconds(60)))
			.hasSameHashCodeAs(Expiration.after(Duration.ofSeconds(60)))
			.isNotEqualTo(Expiration.after(Duration.ofSeconds(61)))
			.isNotEqualTo(Expiration.NEVER)
			.isNotEqualTo(Duration.ofMinutes(1));
		assertThat(minute).hasToString("PT1M");
		assertThat(Expiration.NEVER).hasToString("never");
	}

}
