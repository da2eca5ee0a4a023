package io.github.memcachedspring.embedded;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what happens to tests where memcached is missing.
 */
class RealMemcachedTests {

	@Test
	void skipsWithReasonWhenMissing() {
		assertThat(RealMemcached.missing(false)).isInstanceOf(TestAbortedException.class)
			.hasMessageContaining("apt-get install memcached");
	}

	@Test
	void failsWhenMissingButRequired() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> RealMemcached.missing(true))
			.withMessageContaining("apt-get install memcached");
	}

}
