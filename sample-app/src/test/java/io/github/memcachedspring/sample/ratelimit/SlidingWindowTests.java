package io.github.memcachedspring.sample.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

import io.github.memcachedspring.atomic.MemcachedCounters;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
class SlidingWindowTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private Instant now = Instant.parse("2026-01-01T12:00:00Z");

	private final SlidingWindow window;

	SlidingWindowTests(@Autowired MemcachedCounters counters) {
		this.window = new SlidingWindow(counters.namespace("test" + System.nanoTime()), 10, MINUTE, () -> this.now);
	}

	@Test
	void allowsAsManyCallsAsItsLimit() {
		assertThat(calls(15)).isEqualTo(10);
	}

	@Test
	void countsForEachClientByItself() {
		calls(15);
		assertThat(this.window.allows("somebody else")).isTrue();
	}

	@Test
	void countsCallsOfTheWindowBeforeAsFarAsTheyAreNotYetOver() {
		calls(8);
		this.now = this.now.plus(MINUTE).plusSeconds(15);
		assertThat(calls(10)).as("beside three quarters of eight").isEqualTo(4);
	}

	@Test
	void forgetsTheWindowBeforeThat() {
		calls(10);
		this.now = this.now.plus(MINUTE.multipliedBy(2));
		assertThat(calls(15)).isEqualTo(10);
	}

	private long calls(int count) {
		return IntStream.range(0, count).filter((i) -> this.window.allows("client")).count();
	}

}
