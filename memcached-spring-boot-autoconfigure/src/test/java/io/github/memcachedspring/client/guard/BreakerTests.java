package io.github.memcachedspring.client.guard;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** On a clock of its own. */
class BreakerTests {

	private static final long MILLI = Duration.ofMillis(1).toNanos();

	private static final long SECOND = 1000 * MILLI;

	/** Close to where {@code System.nanoTime} wraps around. */
	private long now = Long.MAX_VALUE - 5 * SECOND;

	private final Breaker breaker = new Breaker(GuardSettings.DEFAULTS);

	@Test
	void opensAfterFiveFailuresInARow() {
		fail(4);
		assertThat(this.breaker.isOpen()).isFalse();
		assertThat(this.breaker.failed(this.now)).isTrue();
		assertThat(this.breaker.isOpen()).isTrue();
	}

	@Test
	void aSuccessEndsARowOfFailures() {
		for (int i = 0; i < 4; i++) {
			fail(4);
			this.breaker.succeeded(this.now);
			this.now += 2 * SECOND;
		}
		assertThat(this.breaker.isOpen()).isFalse();
	}

	@Test
	void opensWhenHalfOfTwentyFailWithinASecond() {
		for (int i = 0; i < 9; i++) {
			fail(1);
			this.breaker.succeeded(this.now);
		}
		this.breaker.succeeded(this.now);
		assertThat(this.breaker.isOpen()).isFalse();
		assertThat(this.breaker.failed(this.now)).as("10 of 20").isTrue();
	}

	@Test
	void staysClosedWhenHalfFailOverALongTime() {
		for (int i = 0; i < 100; i++) {
			fail(1);
			this.breaker.succeeded(this.now);
			this.now += 150 * MILLI;
		}
		assertThat(this.breaker.isOpen()).isFalse();
	}

	@Test
	void staysClosedWhenLessThanHalfFail() {
		for (int i = 0; i < 100; i++) {
			this.breaker.failed(this.now);
			this.breaker.succeeded(this.now);
			this.breaker.succeeded(this.now);
		}
		assertThat(this.breaker.isOpen()).isFalse();
	}

	@Test
	void opensOnce() {
		fail(5);
		assertThat(this.breaker.failed(this.now)).isFalse();
	}

	@Test
	void closesAtTheFirstSignOfLife() {
		fail(5);
		assertThat(this.breaker.showedLife(this.now)).isTrue();
		assertThat(this.breaker.isOpen()).isFalse();
		assertThat(this.breaker.showedLife(this.now)).as("already closed").isFalse();
	}

	@Test
	void wantsMoreSignsOfANodeThatFailsAgainSoon() {
		fail(5);
		this.breaker.showedLife(this.now);
		this.now += SECOND;
		fail(5);
		for (int i = 1; i < Breaker.SIGNS_AFTER_RELAPSE; i++) {
			assertThat(this.breaker.showedLife(this.now)).isFalse();
		}
		assertThat(this.breaker.showedLife(this.now)).isTrue();
		this.now += 60 * SECOND;
		fail(5);
		assertThat(this.breaker.showedLife(this.now)).as("long after").isTrue();
	}

	@Test
	void wantsTheSignsInARow() {
		fail(5);
		this.breaker.showedLife(this.now);
		fail(5);
		for (int i = 0; i < 3; i++) {
			assertThat(this.breaker.showedLife(this.now)).isFalse();
			assertThat(this.breaker.showedLife(this.now)).isFalse();
			this.breaker.showedNone();
		}
		assertThat(this.breaker.isOpen()).isTrue();
	}

	@Test
	void takesALostConnectionForOneFailureHoweverManyCommandsItTook() {
		lose(100);
		assertThat(this.breaker.isOpen()).isFalse();
		this.breaker.connected(this.now);
		lose(100);
		this.breaker.succeeded(this.now);
		lose(100);
		assertThat(this.breaker.isOpen()).isFalse();
	}

	@Test
	void opensWhenThereIsNoConnectionForLong() {
		lose(1);
		this.now += 150 * MILLI;
		lose(3);
		assertThat(this.breaker.isOpen()).isFalse();
		assertThat(this.breaker.lost(this.now)).isTrue();
	}

	@Test
	void opensWhenEveryNewConnectionIsLost() {
		for (int i = 0; i < 4; i++) {
			lose(3);
			this.breaker.connected(this.now);
		}
		assertThat(this.breaker.isOpen()).isFalse();
		assertThat(this.breaker.lost(this.now)).isTrue();
	}

	@Test
	void closesAtANewConnectionWhateverWasBefore() {
		fail(5);
		this.breaker.showedLife(this.now);
		fail(5);
		assertThat(this.breaker.connected(this.now)).isTrue();
		assertThat(this.breaker.isOpen()).isFalse();
	}

	@Test
	void forgetsFailuresOnceNothingFailsAnyMore() {
		fail(4);
		assertThat(this.breaker.isTroubled()).isTrue();
		this.now += 2 * SECOND;
		this.breaker.succeeded(this.now);
		assertThat(this.breaker.isTroubled()).isFalse();
	}

	private void lose(int times) {
		for (int i = 0; i < times; i++) {
			this.breaker.lost(this.now);
		}
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			this.breaker.failed(this.now);
		}
	}

}
