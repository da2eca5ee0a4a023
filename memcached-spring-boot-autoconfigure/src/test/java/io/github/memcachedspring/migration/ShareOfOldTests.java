package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ShareOfOldTests {

	private static final MigrationSettings SETTINGS = new MigrationSettings(false, null, Duration.ofSeconds(60),
			Duration.ofDays(1), Duration.ZERO, 0.01, Duration.ofMinutes(10), (key) -> null);

	private final AtomicLong nanos = new AtomicLong(-5);

	private final ProgressCounters counters = new ProgressCounters(SETTINGS, this.nanos::get);

	private MigrationProgress after(Duration time, int hitsOnNew, int hitsOnOld) {
		this.nanos.addAndGet(time.toNanos());
		this.counters.hitsOnNew.add(hitsOnNew);
		this.counters.hitsOnOld.add(hitsOnOld);
		return this.counters.snapshot();
	}

	@Test
	void hasNoVerdictBeforeAnythingBegan() {
		assertThat(after(Duration.ofDays(2), 0, 0).verdict()).isEqualTo(MigrationVerdict.NEEDED);
	}

	@Test
	void takesTheShareOfTheLastMinute() {
		this.counters.began();
		assertThat(after(Duration.ofSeconds(30), 0, 100).shareOfOld()).isEqualTo(1);
		assertThat(after(Duration.ofSeconds(29), 100, 0).shareOfOld()).isEqualTo(0.5);
		assertThat(after(Duration.ofSeconds(40), 300, 0).shareOfOld()).isCloseTo(0, within(0.001));
	}

	/** M20. */
	@Test
	void m20SaysThatTheOldClusterCanGoWhenItsShareHasBeenSmallForLongEnough() {
		this.counters.began();
		after(Duration.ofMinutes(1), 0, 100);
		for (int minute = 1; minute < 11; minute++) {
			assertThat(after(Duration.ofMinutes(1), 1000, 1).verdict())
				.isEqualTo((minute < 10) ? MigrationVerdict.NEEDED : MigrationVerdict.REMOVABLE);
		}
		assertThat(after(Duration.ofMinutes(1), 1000, 20).verdict()).isEqualTo(MigrationVerdict.NEEDED);
	}

	@Test
	void saysNothingOfAnApplicationThatNobodyUses() {
		this.counters.began();
		for (int minute = 0; minute < 60; minute++) {
			assertThat(after(Duration.ofMinutes(1), 0, 0).verdict()).isEqualTo(MigrationVerdict.NEEDED);
		}
	}

	@Test
	void saysThatTheOldClusterCanGoWhenAllThatItHeldHasExpired() {
		this.counters.began();
		assertThat(after(Duration.ofHours(23), 0, 100).verdict()).isEqualTo(MigrationVerdict.NEEDED);
		assertThat(after(Duration.ofHours(1), 0, 0).verdict()).isEqualTo(MigrationVerdict.REMOVABLE);
	}

	@Test
	void doesNotBelieveThatAllHasExpiredWhileThereAreHits() {
		this.counters.began();
		assertThat(after(Duration.ofHours(25), 1, 100).verdict()).isEqualTo(MigrationVerdict.NEEDED);
		assertThat(after(Duration.ofMinutes(2), 100, 0).verdict()).isEqualTo(MigrationVerdict.REMOVABLE);
	}

	@Test
	void beginsAnewWithEachMoveToReadThrough() {
		this.counters.began();
		after(Duration.ofHours(23), 0, 100);
		this.counters.began();
		assertThat(after(Duration.ofHours(2), 0, 100).verdict()).isEqualTo(MigrationVerdict.NEEDED);
	}

}
