package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GraceTests {

	@Test
	void isAsLongAsTheTimeWasExceededWithinLimits() {
		assertThat(millisAfter(0)).isZero();
		assertThat(millisAfter(1)).isZero();
		assertThat(millisAfter(3)).isEqualTo(25);
		assertThat(millisAfter(20)).isEqualTo(25);
		assertThat(millisAfter(50)).isEqualTo(50);
		assertThat(millisAfter(2000)).isEqualTo(100);
	}

	private static long millisAfter(long overslept) {
		return Duration.ofNanos(Grace.after(Duration.ofMillis(overslept).toNanos())).toMillis();
	}

}
