package io.github.memcachedspring.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of keys and times to live that memcached does not take, of servers that run out
 * of memory, and of keys that everybody wants.
 */
@Tag("fault")
class KeysAndTimesTests {

	private static final String PREFIX = "memcached.cache.key-prefix=times";

	private static final String NO_JITTER = "memcached.cache.jitter=0";

	@Test
	void fault26AnyKeyIsAKeyOfItsOwn() {
		List<String> keys = List.of("", " ", "a b", "ab", "a\r\nb", "a\nb", "\u0000", "\u00e4", "a\u0308",
				"\ud83d\ude00", "\ud83d", "?", "x".repeat(250), "x".repeat(251), "x".repeat(100_000),
				"flush_all\r\nflush_all", "%20", "%", "s=a");
		try (MemcachedServer server = MemcachedServer.start(); App app = App.on(server.port(), App.PATIENT)) {
			Callers callers = Callers.none(app);
			for (int method : new int[] { 0, 2, 19, 1, 19, 0 }) {
				keys.forEach((key) -> callers.callOnce(key, method));
			}
			assertThat(keys).allMatch(app::isHit);
			callers.assertNothingNoticed();
			System.out.printf("fault 26: %d keys, %d failures%n", keys.size(), app.statistics().failures());
			assertThat(app.statistics().failures()).isZero();
			assertThat(server.stat("cmd_flush")).isZero();
		}
	}

	@Test
	void fault28NothingThatWasClearedComesBackWhenMemoryRunsOut() {
		try (MemcachedServer server = MemcachedServer.start("-m", "1", "-I", "512k");
				App app = App.on(server.port(), App.PATIENT, "memcached.max-item-size=512KB")) {
			List<String> keys = IntStream.range(0, 50).mapToObj((i) -> "k" + i).toList();
			keys.forEach(app::awaitHit);
			app.cache().clear();
			StringBuilder flood = new StringBuilder();
			IntStream.range(0, 30_000).forEach((i) -> flood.append("set flood%d 0 0 1 noreply\r\nx\r\n".formatted(i)));
			server.command(flood.append("mn").toString());
			List<String> back = keys.stream().filter(app::isHit).toList();
			System.out.printf("fault 28: %d evictions, %d of %d cleared entries are back%n", server.stat("evictions"),
					back.size(), keys.size());
			assertThat(server.stat("evictions")).isPositive();
			assertThat(back).isEmpty();
			app.awaitHit("after");
		}
	}

	@Test
	void fault31EntriesThatWereStoredTogetherDoNotExpireTogether() {
		try (MemcachedServer server = MemcachedServer.start();
				App app = App.on(server.port(), App.PATIENT, PREFIX, "memcached.cache.time-to-live=300s")) {
			int count = 200;
			IntStream.range(0, count * 5).forEach((i) -> app.shop().put("k" + i));
			long most = IntStream.range(0, count)
				.mapToObj((i) -> secondsLeft(server, "k" + i * 5))
				.collect(Collectors.groupingBy((seconds) -> seconds, Collectors.counting()))
				.values()
				.stream()
				.mapToLong(Long::longValue)
				.max()
				.orElseThrow();
			System.out.printf("fault 31: %d of %d entries expire in the same second, at most%n", most, count);
			assertThat(most).isLessThan(count / 4);
		}
	}

	@ParameterizedTest
	@CsvSource({ "2s, 2", "90s, 90", "2592000s, 2592000", "2592001s, 2592001", "36500d, 350000000" })
	void fault32AnEntryLivesForAsLongAsItShould(String timeToLive, long seconds) {
		try (MemcachedServer server = MemcachedServer.start();
				App app = App.on(server.port(), App.PATIENT, PREFIX, NO_JITTER,
						"memcached.cache.time-to-live=" + timeToLive)) {
			app.shop().put("lives");
			long left = secondsLeft(server, "lives");
			System.out.printf("fault 32: time to live %s, %d s are left%n", timeToLive, left);
			if (seconds < 100_000_000) {
				assertThat(left).isBetween(seconds - 5, seconds + 2);
			}
			else {
				assertThat(left).as("until 2038, where the protocol ends").isGreaterThan(seconds);
			}
		}
	}

	private static long secondsLeft(MemcachedServer server, String key) {
		String answer = server.command("mg times:c:shop:s=%s t".formatted(key)).lines().findFirst().orElseThrow();
		assertThat(answer).startsWith("HD t");
		return Long.parseLong(answer.substring(4));
	}

	@Test
	void fault44AHotKeyIsAHitForEverybody() {
		try (MemcachedServer server = MemcachedServer.start();
				App app = App.on(server.port(), App.PATIENT);
				App other = App.beside(app, server.port(), App.PATIENT)) {
			app.awaitHit("hot");
			AtomicInteger loaded = new AtomicInteger();
			Callers.Action read = (key, method, loads) -> {
				String value = ((method % 2 == 0) ? app : other).shop().sync(key, loads);
				loaded.addAndGet(loads.get());
				return value;
			};
			long start = System.nanoTime();
			try (Callers callers = Callers.start(read, 16, List.of("hot"), 0)) {
				Extent.lasts(Duration.ofSeconds(Extent.of(10, 1)));
				callers.assertNothingNoticed();
				System.out.printf("fault 44: %d reads of a key in %.0f ms, p99 %.1f ms, %d loads%n", callers.count(),
						Extent.millis(Extent.since(start)), Extent.millis(callers.p99(start)), loaded.get());
				assertThat(callers.count()).isGreaterThan(500);
			}
			assertThat(loaded).hasValue(0);
			assertThat(app.node().rejected() + other.node().rejected()).isZero();
		}
	}

}
