package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RetryPolicyTests {

	private final RetryPolicy policy = RetryPolicy.defaults()
		.maxAttempts(3)
		.maxTime(Duration.ofSeconds(2))
		.firstDelay(Duration.ofMillis(10))
		.longestDelay(Duration.ofMillis(50));

	@Test
	void allowsSoManyAttemptsWithinSoMuchTime() {
		assertThat(this.policy.allows(2, Duration.ofMillis(1999))).isTrue();
		assertThat(this.policy.allows(3, Duration.ZERO)).isFalse();
		assertThat(this.policy.allows(1, Duration.ofSeconds(2))).isFalse();
	}

	@Test
	void doublesTheBoundUpToTheLongestDelay() {
		assertThat(IntStream.of(1, 2, 3, 4, 5, 1000).mapToLong((attempts) -> this.policy.bound(attempts).toMillis()))
			.containsExactly(10L, 20L, 40L, 50L, 50L, 50L);
		assertThat(this.policy.longestDelay(Duration.ofMillis(5)).bound(1)).isEqualTo(Duration.ofMillis(5));
	}

	@Test
	void drawsDelaysFromAllThatIsBelowTheBound() {
		List<Double> delays = IntStream.range(0, 2000).mapToObj((i) -> this.policy.delay(3).toNanos() / 1e6).toList();
		assertThat(delays).allMatch((delay) -> delay >= 0 && delay <= 40)
			.anyMatch((delay) -> delay < 4)
			.anyMatch((delay) -> delay > 36);
	}

	@Test
	void takesAnyDuration() {
		Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
		for (Duration first : List.of(Duration.ofNanos(1), Duration.ofDays(100_000), longest)) {
			RetryPolicy endless = this.policy.maxTime(longest).firstDelay(first).longestDelay(longest);
			assertThat(IntStream.of(1, 2, 64, 10_000)).allSatisfy((attempts) -> {
				Duration delay = endless.delay(attempts);
				assertThat(delay).isBetween(Duration.ZERO, longest);
				assertThat(endless.allows(1, delay)).isTrue();
			});
		}
	}

	@Test
	void refusesWhatMakesNoSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.policy.maxAttempts(0))
			.withMessage("'maxAttempts' must be at least 1: 0");
		assertThatIllegalArgumentException().isThrownBy(() -> this.policy.maxTime(Duration.ZERO))
			.withMessage("'maxTime' must be positive: PT0S");
		assertThatIllegalArgumentException().isThrownBy(() -> this.policy.firstDelay(Duration.ofMillis(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.policy.longestDelay(Duration.ZERO));
	}

}
