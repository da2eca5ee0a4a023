package io.github.memcachedspring.lease;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PollPaceTests {

	@Test
	void aShortLoadIsSeenSoonAndALongWaitIsCheap() {
		for (int i = 0; i < 1000; i++) {
			PollPace pace = new PollPace();
			assertThat(nextMillis(pace)).isBetween(15L, 35L);
			assertThat(nextMillis(pace)).isBetween(30L, 70L);
			for (int j = 0; j < 10; j++) {
				assertThat(nextMillis(pace)).isBetween(60L, 90L);
			}
		}
	}

	@Test
	void aWaitOf8SecondsTakesAtMostOnePollIn50Milliseconds() {
		PollPace pace = new PollPace();
		long polls = LongStream.iterate(pace.nextNanos(), (sum) -> sum + pace.nextNanos())
			.takeWhile((sum) -> sum <= Duration.ofSeconds(8).toNanos())
			.count();
		assertThat(polls).isBetween(80L, 160L);
	}

	@Test
	void twoJvmsDoNotPollInStep() {
		LongStream pauses = LongStream.generate(() -> new PollPace().nextNanos()).limit(20);
		assertThat(pauses.distinct().count()).isGreaterThan(15);
	}

	private static long nextMillis(PollPace pace) {
		return TimeUnit.NANOSECONDS.toMillis(pace.nextNanos());
	}

}
