package io.github.memcachedspring.client.guard;

import java.time.Duration;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentKeysTests {

	private static final KeySpace SPACE = KeySpace.of("", "c", "recent");

	private static final MemcachedKey A = SPACE.key("a");

	private static final MemcachedKey B = SPACE.key("b");

	private static final MemcachedKey C = SPACE.key("c");

	@Test
	void forgetsWhatIsOld() {
		RecentKeys recent = new RecentKeys(10, Duration.ofNanos(100));
		recent.add(A, 0);
		recent.add(B, 50);
		recent.add(A, 60);
		assertThat(recent.keys(150)).containsExactly(B, A);
		assertThat(recent.keys(151)).containsExactly(A);
		assertThat(recent.keys(161)).isEmpty();
	}

	@Test
	void forgetsTheOldestWhenThereAreTooMany() {
		RecentKeys recent = new RecentKeys(2, Duration.ofNanos(100));
		recent.add(A, 0);
		recent.add(B, 1);
		recent.add(A, 2);
		recent.add(C, 3);
		assertThat(recent.keys(3)).containsExactly(A, C);
	}

	@Test
	void shrinksWhenItMay() {
		RecentKeys recent = new RecentKeys(1000, Duration.ofNanos(100));
		IntStream.range(0, 1000).forEach((i) -> recent.add(SPACE.key("k" + i), 0));
		IntStream.range(0, 1000).forEach((i) -> recent.add(A, 200));
		assertThat(recent.keys(-1_000_000)).containsExactly(A);
	}

	@Test
	void remembersNothingForNoTime() {
		RecentKeys recent = new RecentKeys(10, Duration.ZERO);
		recent.add(A, 0);
		assertThat(recent.keys(0)).isEmpty();
	}

}
