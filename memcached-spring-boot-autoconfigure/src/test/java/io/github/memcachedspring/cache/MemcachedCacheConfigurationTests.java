package io.github.memcachedspring.cache;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the settings of {@link MemcachedCacheConfiguration} that decide on loads.
 */
class MemcachedCacheConfigurationTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final MemcachedCacheConfiguration configuration = TestCaches.configuration();

	@Test
	void hasDefaultsThatGoTogether() {
		assertThat(this.configuration.getLease()).isEqualTo(Duration.ofSeconds(5));
		assertThat(this.configuration.getWaitLimit()).isEqualTo(Duration.ofSeconds(30));
		assertThat(this.configuration.getLoadLimit()).isEqualTo(MINUTE);
		assertThat(this.configuration.getRefreshAhead()).isNull();
		assertThat(this.configuration.getServeStale()).isZero();
		assertThatCode(this.configuration::verify).doesNotThrowAnyException();
	}

	@Test
	void changesACopy() {
		RefreshAhead share = RefreshAhead.percent(20);
		MemcachedCacheConfiguration changed = this.configuration.lease(Duration.ofSeconds(2))
			.waitLimit(Duration.ofSeconds(3))
			.loadLimit(Duration.ofSeconds(2))
			.refreshAhead(share)
			.serveStale(Duration.ofSeconds(1));
		assertThat(changed.getLease()).isEqualTo(Duration.ofSeconds(2));
		assertThat(changed.getWaitLimit()).isEqualTo(Duration.ofSeconds(3));
		assertThat(changed.getLoadLimit()).isEqualTo(Duration.ofSeconds(2));
		assertThat(changed.getRefreshAhead()).isEqualTo(share);
		assertThat(changed.getServeStale()).isEqualTo(Duration.ofSeconds(1));
		assertThat(changed.refreshAhead(null).getRefreshAhead()).isNull();
		assertThat(changed.serveStale(Duration.ZERO).getServeStale()).isZero();
		assertThatCode(changed::verify).doesNotThrowAnyException();
		hasDefaultsThatGoTogether();
	}

	@Test
	void boundsWhatCannotBeReckonedWith() {
		Duration forEver = ChronoUnit.FOREVER.getDuration();
		MemcachedCacheConfiguration bounded = this.configuration.timeToLive(forEver)
			.timeToIdle(forEver)
			.nullTimeToLive(forEver)
			.clearPropagation(forEver)
			.lease(forEver)
			.waitLimit(forEver)
			.loadLimit(forEver)
			.serveStale(forEver);
		assertThat(Stream.of(bounded.getTimeToLive(), bounded.getTimeToIdle(), bounded.getNullTimeToLive(),
				bounded.getClearPropagation(), bounded.getLease(), bounded.getWaitLimit(), bounded.getLoadLimit(),
				bounded.getServeStale()))
			.containsOnly(Duration.ofDays(36_500));
		assertThat(Duration.ofDays(36_500).toNanos()).isPositive();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT1.999S", "PT0S", "PT-1H" })
	void refusesLimitsOfLessThanTwoSeconds(Duration tooShort) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.configuration.lease(tooShort))
			.withMessage("'lease' must be at least 2 s: " + tooShort);
		assertThatIllegalArgumentException().isThrownBy(() -> this.configuration.loadLimit(tooShort))
			.withMessage("'loadLimit' must be at least 2 s: " + tooShort);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0.999S", "PT-1S" })
	void refusesToServeStaleForLessThanASecond(Duration tooShort) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.configuration.serveStale(tooShort))
			.withMessage("'serveStale' must be at least 1 s, or zero to switch it off: " + tooShort);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT7S", "PT6.999S", "PT-1S" })
	void refusesAWaitLimitThatIsNotAboveTheLease(Duration waitLimit) {
		MemcachedCacheConfiguration wrong = this.configuration.waitLimit(waitLimit).lease(Duration.ofSeconds(7));
		assertThatIllegalArgumentException().isThrownBy(wrong::verify)
			.withMessage("'waitLimit' must be above 'lease': %s is not above PT7S", waitLimit);
		assertThatCode(wrong.waitLimit(Duration.ofMillis(7001))::verify).doesNotThrowAnyException();
	}

	@Test
	void refusesATimeToIdleTogetherWithRefreshesOrStaleValues() {
		MemcachedCacheConfiguration idle = this.configuration.timeToIdle(MINUTE);
		MemcachedCacheConfiguration refreshing = idle.refreshAhead(RefreshAhead.at(MINUTE));
		MemcachedCacheConfiguration stale = idle.serveStale(MINUTE);
		assertThatCode(idle::verify).doesNotThrowAnyException();
		assertThatIllegalArgumentException().isThrownBy(refreshing::verify)
			.withMessageContainingAll("'timeToIdle'", "'refreshAhead'", "null");
		assertThatIllegalArgumentException().isThrownBy(stale::verify)
			.withMessageContainingAll("'timeToIdle'", "'serveStale'", "zero");
		assertThatCode(refreshing.timeToIdle(null)::verify).doesNotThrowAnyException();
		assertThatCode(stale.timeToIdle(null)::verify).doesNotThrowAnyException();
	}

}
