package io.github.memcachedspring.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what a user reads whose settings contradict each other.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContradictingSettingsTests {

	private static final String SERVERS = "memcached.servers=127.0.0.1:1";

	private static final String GENERAL = "memcached.cache.";

	private static final String OF_BOOKS = "memcached.cache.caches.books.";

	private static final String ONLY_FOR_ALL = "It cannot be switched off for one cache only, "
			+ "but set for single ones under 'memcached.cache.caches'.";

	@ParameterizedTest
	@ValueSource(strings = { GENERAL, OF_BOOKS })
	void timeToIdleAndRefreshAheadOfOneLevel(String root, CapturedOutput output) {
		fail(root + "time-to-idle=90s", root + "refresh-ahead=20%");
		assertThat(output)
			.contains("Invalid value '20%%' for configuration property '%srefresh-ahead'".formatted(root),
					"'%srefresh-ahead' (20%%) and '%stime-to-idle' (1m30s) exclude each other".formatted(root, root),
					"Set '%srefresh-ahead' to 'none', or remove '%stime-to-idle'.".formatted(root, root))
			.doesNotContain(ONLY_FOR_ALL);
	}

	@Test
	void refreshAheadOfACacheAndTheTimeToIdleOfAll(CapturedOutput output) {
		fail(GENERAL + "time-to-idle=5m", OF_BOOKS + "refresh-ahead=2m");
		assertThat(output).contains("Invalid value '2m' for configuration property '" + OF_BOOKS + "refresh-ahead'",
				"'memcached.cache.caches.books.refresh-ahead' (2m) and 'memcached.cache.time-to-idle' (5m) exclude",
				"Set 'memcached.cache.caches.books.refresh-ahead' to 'none', or remove 'memcached.cache.time-to-idle'.",
				ONLY_FOR_ALL);
	}

	@Test
	void timeToIdleOfACacheAndTheRefreshAheadOfAll(CapturedOutput output) {
		fail(GENERAL + "refresh-ahead=2m", OF_BOOKS + "time-to-idle=5m");
		assertThat(output)
			.contains("Invalid value '5m' for configuration property '" + OF_BOOKS + "time-to-idle'",
					"'memcached.cache.refresh-ahead' (2m) and 'memcached.cache.caches.books.time-to-idle' (5m) exclude",
					"Set 'memcached.cache.caches.books.refresh-ahead' to 'none', "
							+ "or remove 'memcached.cache.caches.books.time-to-idle'.")
			.doesNotContain(ONLY_FOR_ALL);
	}

	@ParameterizedTest
	@ValueSource(strings = { GENERAL, OF_BOOKS })
	void timeToIdleAndServeStaleOfOneLevel(String root, CapturedOutput output) {
		fail(root + "time-to-idle=5m", root + "serve-stale=10s");
		assertThat(output).contains("Invalid value '10s' for configuration property '%sserve-stale'".formatted(root),
				"'%sserve-stale' (10s) and '%stime-to-idle' (5m) exclude each other".formatted(root, root),
				"Set '%sserve-stale' to '0s', or remove '%stime-to-idle'.".formatted(root, root));
	}

	@Test
	void timeToIdleOfACacheAndTheServeStaleOfAll(CapturedOutput output) {
		fail(GENERAL + "serve-stale=10s", OF_BOOKS + "time-to-idle=5m");
		assertThat(output).contains("Invalid value '5m' for configuration property '" + OF_BOOKS + "time-to-idle'",
				"'memcached.cache.serve-stale' (10s) and 'memcached.cache.caches.books.time-to-idle' (5m) exclude",
				"Set 'memcached.cache.caches.books.serve-stale' to '0s'");
	}

	@Test
	void leaseOfACacheAndTheWaitLimitOfAll(CapturedOutput output) {
		fail(GENERAL + "wait-limit=50s", OF_BOOKS + "lease=1m");
		assertThat(output).contains("Invalid value '1m' for configuration property '" + OF_BOOKS + "lease'",
				"'memcached.cache.wait-limit' (50s) must be above 'memcached.cache.caches.books.lease' (1m)",
				"Raise 'memcached.cache.caches.books.wait-limit' or lower 'memcached.cache.caches.books.lease'.");
	}

	@Test
	void waitLimitOfACacheAndTheLeaseOfAll(CapturedOutput output) {
		fail(GENERAL + "lease=20s", OF_BOOKS + "wait-limit=20s");
		assertThat(output).contains("Invalid value '20s' for configuration property '" + OF_BOOKS + "wait-limit'",
				"'memcached.cache.caches.books.wait-limit' (20s) must be above 'memcached.cache.lease' (20s)");
	}

	@Test
	void leaseAndWaitLimitOfAll(CapturedOutput output) {
		fail(GENERAL + "lease=20s", GENERAL + "wait-limit=10s");
		assertThat(output).contains("Invalid value '10s' for configuration property '" + GENERAL + "wait-limit'",
				"'memcached.cache.wait-limit' (10s) must be above 'memcached.cache.lease' (20s)");
	}

	private static void fail(String one, String other) {
		assertThatException().isThrownBy(() -> TestApplications.run(SERVERS, one, other).close());
	}

}
