package io.github.memcachedspring.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.memcachedspring.annotation.CacheTtl;
import io.github.memcachedspring.test.RecordingServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.Cacheable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what a user reads when the application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

	private static final String SERVERS = "memcached.servers=127.0.0.1:1";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					memcached.servers                        |             | At least one server is needed, for example 'localhost:11211'.
					memcached.servers                        | a b         | expected 'host:port', 'host' or '[ipv6]:port'
					memcached.servers                        | host:0      | 'port' must be 1 to 65535
					memcached.servers                        | a:1,a:1     | A server is named twice. Name each one once.
					memcached.timeout                        | 0s          | A time must be at least 1ms, for example '500ms'.
					memcached.connect-timeout                | -1s         | A time must be at least 1ms, for example '500ms'.
					memcached.max-in-flight                  | 0           | The number must be at least 1.
					memcached.pending-deletes                | 0           | The number must be at least 1.
					memcached.breaker.failure-rate           | 1.5         | A share must be above 0 and at most 1, for example '0.5'.
					memcached.breaker.probe-interval         | 0s          | A time must be at least 1ms, for example '500ms'.
					memcached.max-item-size                  | 10B         | An item may have 1KB to 1GB
					memcached.max-item-size                  | 2GB         | An item may have 1KB to 1GB
					memcached.cache.time-to-live             | 999ms       | Must be at least 1s, because memcached counts in seconds. For example '10m'.
					memcached.cache.time-to-idle             | 0           | Must be at least 1s
					memcached.cache.null-time-to-live        | -1m         | Must be at least 1s
					memcached.cache.jitter                   | 0.6         | Must be 0 to 0.5. '0.1' shortens lives by up to a tenth, '0' not at all.
					memcached.cache.jitter                   | NaN         | Must be 0 to 0.5.
					memcached.cache.clear-propagation        | -1s         | Must not be negative. '0s' asks the servers with every call.
					memcached.cache.trusted-packages         | com.*       | without wildcards
					memcached.cache.trusted-packages         | java.util   | must not be packages of the JDK
					memcached.cache.compression.threshold    | 0B          | Must be 1B to 1GB, for example '16KB'.
					memcached.cache.compression.max-inflated-size | 2GB    | Must be 1B to 1GB, for example '16KB'.
					memcached.cache.caches.books.time-to-live| 1ms         | Must be at least 1s
					memcached.cache.caches.books.jitter      | 2           | Must be 0 to 0.5.
					memcached.cache.caches[a.b].time-to-live | 1ms         | Must be at least 1s
					memcached.cache.lease                    | 1999ms      | Must be at least 2s, because memcached counts in seconds and rounds.
					memcached.cache.lease                    | 30s         | 'memcached.cache.wait-limit' (30s) must be above 'memcached.cache.lease' (30s)
					memcached.cache.wait-limit               | -1s         | 'memcached.cache.wait-limit' (-1s) must be above 'memcached.cache.lease' (5s)
					memcached.cache.wait-limit               | 5s          | Raise 'memcached.cache.wait-limit' or lower 'memcached.cache.lease'.
					memcached.cache.load-limit               | 0s          | Must be at least 2s
					memcached.cache.refresh-ahead            | soon        | Must be a duration of at least 2s such as '2m', 1% to 50% of each entry's own time to live such as '20%', or 'none'.
					memcached.cache.refresh-ahead            | 1s          | Must be a duration of at least 2s
					memcached.cache.serve-stale              | 999ms       | Must be at least 1s, because memcached counts in seconds. '0s' switches it off.
					memcached.cache.caches.books.lease       | 1s          | Must be at least 2s
					memcached.cache.caches.books.lease       | 40s         | 'memcached.cache.wait-limit' (30s) must be above 'memcached.cache.caches.books.lease' (40s)
					memcached.cache.caches.books.wait-limit  | 4s          | Raise 'memcached.cache.caches.books.wait-limit' or lower 'memcached.cache.caches.books.lease'.
					memcached.cache.caches.books.load-limit  | 1s          | Must be at least 2s
					memcached.cache.caches.books.refresh-ahead| 51%         | 1% to 50%
					memcached.cache.caches[a.b].serve-stale  | -1s         | Must be at least 1s
					""")
	void namesPropertyValueRuleAndWayOut(String property, String value, String rule, CapturedOutput output) {
		String text = (value != null) ? value : "";
		String servers = property.equals("memcached.servers") ? "memcached.timeout=1s" : SERVERS;
		assertThatException().isThrownBy(() -> TestApplications.run(servers, property + "=" + text).close());
		assertThat(output).contains("APPLICATION FAILED TO START", "'" + property + "'", text, rule)
			.doesNotContain("\tat ");
	}

	@ParameterizedTest
	@CsvSource({ "memcached.timeout, soon", "memcached.cache.codec, xml", "memcached.cache.on-error, ignore",
			"memcached.max-item-size, huge", "memcached.cache.jitter, none", "memcached.cache.caches.books.codec, xml",
			"memcached.migration.phase, half" })
	void namesPropertyAndValueThatCannotBeConverted(String property, String value, CapturedOutput output) {
		assertThatException().isThrownBy(() -> TestApplications.run(SERVERS, property + "=" + value).close());
		assertThat(output).contains("APPLICATION FAILED TO START", property, value).doesNotContain("\tat ");
	}

	@Test
	void namesTheServersThatAMigrationNeeds(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> TestApplications.run(SERVERS, "memcached.migration.phase=prepare").close());
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "'memcached.migration.from.servers'", "for example 'old-1:11211'",
					"set 'memcached.migration.phase' to 'none'")
			.doesNotContain("\tat ");
	}

	@Test
	void namesAServerOfAListThatIsNoAddress(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> TestApplications.run("memcached.servers[0]=127.0.0.1:1", "memcached.servers[1]=a b").close());
		assertThat(output).contains("APPLICATION FAILED TO START", "'memcached.servers'", "'a b'",
				"expected 'host:port'");
	}

	@Test
	void tellsWhatIncompatibleServersAnswered(CapturedOutput output) {
		try (RecordingServer old = answeringOnlyTo("version", "VERSION 1.4.4");
				RecordingServer proxy = answeringOnlyTo("version", "VERSION proxy")) {
			assertThatException().isThrownBy(
					() -> TestApplications.run("memcached.servers=%s,%s".formatted(old.node(), proxy.node())).close());
			assertThat(output)
				.contains("APPLICATION FAILED TO START", "none of them can be used", "- %s: ".formatted(old.node()),
						"1.4.4", "- %s: ".formatted(proxy.node()), "ERROR", "Use memcached 1.6.13 or later",
						"'memcached.servers'")
				.doesNotContain("\tat ");
		}
	}

	private static RecordingServer answeringOnlyTo(String command, String answer) {
		return RecordingServer.start(
				(line, data) -> ((line.equals(command) ? answer : "ERROR") + "\r\n").getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void tellsWhichTimeToLiveIsWrong(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> TestApplications.run(List.of(TestApplications.CachingApplication.class, Books.class), SERVERS)
					.close());
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "@CacheTtl(\"10x\")", Books.class.getName() + ".find(String)",
					"'10x' is not a duration", "Set a duration such as '30s'")
			.doesNotContain("\tat ");
	}

	static class Books {

		@Cacheable("books")
		@CacheTtl("10x")
		String find(String isbn) {
			return isbn;
		}

	}

}
