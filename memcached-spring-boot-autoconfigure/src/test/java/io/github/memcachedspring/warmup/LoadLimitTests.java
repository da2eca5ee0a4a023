package io.github.memcachedspring.warmup;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Tests for {@link LoadLimit}, on a clock that only sleepers move. */
class LoadLimitTests {

	private static final WarmUpSettings SETTINGS = WarmUpSettings.DEFAULTS.withRate(500).withConcurrency(4);

	private final FakeTime time = new FakeTime();

	private final LoadLimit limit = new LoadLimit(SETTINGS, this.time);

	private final long begin = this.time.nanos();

	@Test
	void keepsToTheRate() throws InterruptedException {
		for (int i = 0; i < 10_000; i++) {
			load(Duration.ofMillis(1), false);
		}
		assertThat(seconds()).isCloseTo(20, within(0.01));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.5, 7, 12_345 })
	void keepsToAnyRate(double rate) throws InterruptedException {
		LoadLimit other = new LoadLimit(SETTINGS.withRate(rate), this.time);
		for (int i = 0; i < 1000; i++) {
			other.begin();
			other.end();
		}
		assertThat(seconds() * rate).isCloseTo(999, within(1.0));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 100, 500, 12_345 })
	void makesUpForSleepingTooLong(double rate) throws InterruptedException {
		FakeTime sleepy = new FakeTime(TimeUnit.MILLISECONDS.toNanos(7));
		LoadLimit other = new LoadLimit(SETTINGS.withRate(rate), sleepy);
		long start = sleepy.nanos();
		for (int i = 0; i < 5000; i++) {
			other.begin();
			other.end();
		}
		assertThat(5000 / ((sleepy.nanos() - start) / 1e9)).isCloseTo(rate, within(rate * 0.02));
	}

	@Test
	void makesUpForNoMoreThanATwentiethOfASecond() throws InterruptedException {
		for (int i = 0; i < 100; i++) {
			load(Duration.ofMillis(1), false);
		}
		this.time.advance(TimeUnit.SECONDS.toNanos(60));
		long after = this.time.nanos();
		int loads = 0;
		while (this.time.nanos() - after < TimeUnit.SECONDS.toNanos(1)) {
			this.limit.begin();
			this.limit.end();
			loads++;
		}
		assertThat(loads).isBetween(500, 526);
	}

	@Test
	void pausesWhenTheSourceFailsAndLongerEachTime() throws InterruptedException {
		load(Duration.ZERO, false);
		for (int i = 1; i < SourceHealth.WINDOW; i++) {
			load(Duration.ZERO, true);
		}
		for (double pause : new double[] { 1, 2, 4, 8, 16, 30, 30 }) {
			double before = seconds();
			load(Duration.ZERO, true);
			assertThat(seconds() - before).isCloseTo(pause, within(0.1));
		}
		load(Duration.ZERO, false);
		double before = seconds();
		load(Duration.ZERO, false);
		assertThat(seconds() - before).as("after a load that went well").isLessThan(0.1);
	}

	@Test
	void doesNotCountLoadsThatBeganBeforeThePause() throws InterruptedException {
		for (int i = 0; i < SourceHealth.WINDOW - 1; i++) {
			load(Duration.ZERO, true);
		}
		long startedAt = this.time.nanos();
		for (int i = 0; i < 4; i++) {
			this.limit.begin();
		}
		for (int i = 0; i < 4; i++) {
			this.limit.end(startedAt + 1, true);
		}
		double before = seconds();
		load(Duration.ZERO, true);
		assertThat(seconds() - before).isCloseTo(1, within(0.1));
	}

	@Test
	void slowsDownWithTheSourceAndRecoversWithIt() throws InterruptedException {
		loads(100, Duration.ofMillis(2), 500);
		loads(5 * SourceHealth.WINDOW, Duration.ofMillis(20), Double.NaN);
		loads(100, Duration.ofMillis(20), 500 / 16.0);
		loads(9 * SourceHealth.WINDOW, Duration.ofMillis(2), Double.NaN);
		loads(100, Duration.ofMillis(2), 500);
	}

	@Test
	void takesNoNoticeOfSingleSlowLoads() throws InterruptedException {
		this.time.advance(TimeUnit.SECONDS.toNanos(10));
		loads(100, Duration.ofMillis(2), Double.NaN);
		loads(100, Duration.ofMillis(2), 500);
		for (int i = 0; i < 10; i++) {
			loads(4, Duration.ofSeconds(1), 500);
			loads(SourceHealth.WINDOW - 4, Duration.ofMillis(2), 500);
		}
	}

	private void loads(int count, Duration duration, double expectedRate) throws InterruptedException {
		double before = seconds();
		for (int i = 0; i < count; i++) {
			load(duration, false);
		}
		if (!Double.isNaN(expectedRate)) {
			assertThat(count / (seconds() - before)).isCloseTo(expectedRate, within(expectedRate * 0.05));
		}
	}

	/** Ends before the next load is due: several run at a time in truth. */
	private void load(Duration duration, boolean failed) throws InterruptedException {
		this.limit.begin();
		long now = this.time.nanos();
		this.limit.end(now - duration.toNanos(), failed);
	}

	private double seconds() {
		return (this.time.nanos() - this.begin) / 1e9;
	}

}
