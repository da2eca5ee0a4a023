package io.github.memcachedspring.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.memcachedspring.cache.MemcachedCacheStatistics;
import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.embedded.fault.FaultRule;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of replies that arrive late, in pieces, not at all, or are none.
 */
@Tag("fault")
class BrokenReplyTests {

	private final MemcachedServer server = MemcachedServer.start();

	private final FaultProxy proxy = FaultProxy.before("127.0.0.1", this.server.port());

	private final App app = App.on(this.proxy.port());

	@AfterEach
	void close() {
		this.app.close();
		this.proxy.close();
		this.server.close();
	}

	/** Nothing ever comes of the connection again, but a new one can be made. */
	@Test
	void fault06AConnectionWhosePeerIsSilentlyGoneIsReplaced() {
		int connections = this.proxy.acceptedConnections();
		this.app.awaitHit("k");
		long gone = System.nanoTime();
		this.proxy.faults().connection(connections).hang();
		try (Callers callers = Callers.start(this.app, 10, "k")) {
			App.waitUntil(() -> this.app.node().leftAlone());
			Duration untilLeftAlone = Extent.since(gone);
			long alone = System.nanoTime();
			App.waitUntil(() -> this.proxy.acceptedConnections() > connections && !this.app.node().leftAlone());
			Duration untilReplaced = Extent.since(gone);
			Duration p99 = callers.p99(alone);
			this.app.awaitHit("after");
			callers.assertNothingNoticed();
			System.out.printf("fault 6: left alone after %.0f ms, then p99 %.2f ms; replaced after %.0f ms%n",
					Extent.millis(untilLeftAlone), Extent.millis(p99), Extent.millis(untilReplaced));
			assertThat(untilLeftAlone).isLessThan(Duration.ofSeconds(2));
			assertThat(untilReplaced).isLessThan(Duration.ofSeconds(6));
			assertThat(this.proxy.acceptedConnections()).isEqualTo(connections + 1);
		}
	}

	/** One connection serves all callers, so small answers wait behind a large one. */
	@Test
	void fault13CallersOfSmallValuesDoNotWaitForALargeOneOnASlowLine() {
		this.app.shop().padRandomly(900_000);
		this.app.shop().put("large");
		this.app.shop().pad(0);
		for (int i = 0; i < 20; i++) {
			this.app.awaitHit("k" + i);
		}
		this.proxy.faults().connections().bandwidth(64 * 1024);
		long slow = System.nanoTime();
		try (Callers large = Callers.start((key, method, loads) -> this.app.shop().plain(key, loads), 1,
				List.of("large"), 10); Callers small = Callers.start(this.app, 10, "k")) {
			Extent.lasts(Duration.ofSeconds(Extent.of(20, 3)));
			small.assertNothingNoticed();
			large.assertNothingNoticed();
			System.out.printf(
					"fault 13: 64 KB/s, 900 KB on the wire: %d calls of small values, p99 %.0f ms, slowest %.0f ms,"
							+ " left alone %d times%n",
					small.count(), Extent.millis(small.p99(slow)), Extent.millis(small.slowest(slow)),
					this.app.node().timesLeftAlone());
			assertThat(small.p99(slow)).isLessThan(App.TIMEOUT);
			assertThat(small.slowest(slow)).isLessThan(App.TIMEOUT.multipliedBy(8));
		}
		this.proxy.faults().clear();
		this.app.awaitHit("after");
	}

	@Test
	void fault11ResetsInTheMiddleOfRepliesAreMisses() {
		try (Callers callers = Callers.start(this.app, 10, "k")) {
			callers.awaitCalls(1000);
			for (int i = 0; i < 10; i++) {
				FaultRule rule = this.proxy.faults().on(Command.any()).from(7).once().close();
				assertThat(rule.awaitFired(1, Duration.ofSeconds(10))).isTrue();
				rule.remove();
				callers.awaitCalls(100);
			}
			assertRecovered("fault 11: 10 resets", callers);
		}
	}

	/** The more connections, the sooner it is done: they are slow. */
	@Test
	void fault15RepliesInSlicesOfOneByteAreUnderstood() {
		this.proxy.faults().connections().slice(1);
		List<App> apps = new ArrayList<>();
		List<Callers> crowds = new ArrayList<>();
		try {
			for (int i = 0; i < Extent.of(10, 1); i++) {
				apps.add(App.beside(this.app, this.proxy.port(), App.PATIENT));
			}
			long failures = sum(apps, MemcachedCacheStatistics::failures);
			apps.forEach((app) -> crowds.add(Callers.start(app, 10, "k")));
			Awaitility.await()
				.atMost(Duration.ofMinutes(Extent.of(15, 1)))
				.until(() -> sum(apps, MemcachedCacheStatistics::hits) >= Extent.of(100_000, 500));
			assertThat(sum(apps, MemcachedCacheStatistics::failures)).isEqualTo(failures);
			for (int i = 0; i < apps.size(); i++) {
				assertRecovered("fault 15: slices of a byte", apps.get(i), crowds.get(i));
			}
		}
		finally {
			crowds.forEach(Callers::close);
			apps.forEach(App::close);
		}
	}

	private static long sum(List<App> apps, ToLongFunction<MemcachedCacheStatistics> counter) {
		return apps.stream().map(App::statistics).mapToLong(counter).sum();
	}

	@Test
	void fault16TruncatedRepliesAreMisses() {
		Callers callers = Callers.none(this.app);
		IntStream.range(0, Extent.of(100, 8)).forEach((i) -> {
			int length = Extent.of(i, i * 7);
			this.app.awaitHit("k");
			FaultRule rule = this.proxy.faults().on(Command.any()).once().cut(length);
			callers.callOnce("k", new int[] { 0, 1, 2, 19 }[i % 4]);
			assertThat(rule.fired()).isOne();
			rule.remove();
		});
		assertRecovered("fault 16: truncated at every few bytes", callers);
	}

	@ParameterizedTest
	@ValueSource(strings = { "VA 99999999999 t60", "VA -1", "VA 2147483647 c1", "HD garbage", "VALUE x 0 1", "OK",
			"\u0000\u0001\u0002", "", "END", "NUMBER 5" })
	void fault17NonsenseInPlaceOfARepliesIsAMiss(String line) {
		Callers callers = Callers.none(this.app);
		for (int method : new int[] { 2, 19, 0, 1 }) {
			this.app.awaitHit("k");
			FaultRule rule = this.proxy.faults().on(Command.any()).once().replyWith(line);
			callers.callOnce("k", method);
			assertThat(rule.fired()).isOne();
			rule.remove();
		}
		assertRecovered("fault 17: '%s'".formatted(line.replaceAll("\\p{Cntrl}", "?")), callers);
	}

	@Test
	void fault17NoiseInPlaceOfARepliesIsAMiss() {
		Callers callers = Callers.none(this.app);
		Stream.of(1, 7, 100, 5000).forEach((length) -> {
			this.app.awaitHit("k");
			FaultRule rule = this.proxy.faults().on(Command.any()).once().garbage(length);
			callers.callOnce("k", 2);
			assertThat(rule.fired()).isOne();
			rule.remove();
		});
		assertRecovered("fault 17: noise", callers);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SERVER_ERROR out of memory storing object", "SERVER_ERROR busy" })
	void fault19AnErrorOfTheServerDropsAPutAndNothingElse(String error) {
		try (App patient = App.on(this.proxy.port(), App.PATIENT)) {
			patient.awaitHit("k");
			FaultRule rule = this.proxy.faults().on(Command.verb("ms")).replyWith(error);
			Callers callers = Callers.none(patient);
			for (int i = 0; i < 50; i++) {
				callers.callOnce("new" + i, 2);
				callers.callOnce("put" + i, 0);
				assertThat(patient.isHit("k")).isTrue();
			}
			assertThat(patient.node().timesLeftAlone()).isZero();
			assertThat(patient.statistics().failures()).isGreaterThanOrEqualTo(50);
			rule.remove();
			assertRecovered("fault 19: '%s'".formatted(error), patient, callers);
		}
	}

	@Test
	void fault12LatencyBelowTheTimeoutIsServedAndAboveItIsAMiss() {
		for (int i = 0; i < 20; i++) {
			this.app.awaitHit("k" + i);
		}
		for (int millis : new int[] { 50, 500 }) {
			this.proxy.faults().connections().latency(Duration.ofMillis(millis), Duration.ofMillis(10));
			long hits = this.app.statistics().hits();
			long before = this.app.node().timesLeftAlone();
			long start = System.nanoTime();
			try (Callers callers = Callers.start(this.app, 10, "k")) {
				Extent.lasts(Duration.ofSeconds(2));
				callers.assertNothingNoticed();
				long found = this.app.statistics().hits() - hits;
				long openings = this.app.node().timesLeftAlone() - before;
				System.out.printf(
						"fault 12: latency %d ms, timeout %d ms: %d calls, %d hits, p99 %.0f ms, slowest %.0f ms, "
								+ "left alone %d times%n",
						millis, App.TIMEOUT.toMillis(), callers.count(), found, Extent.millis(callers.p99(start)),
						Extent.millis(callers.slowest(start)), openings);
				assertThat(callers.slowest(start)).isLessThan(App.TIMEOUT.multipliedBy(8));
				assertThat(openings).isLessThanOrEqualTo(3);
				if (millis < 100) {
					assertThat(found).isPositive();
				}
			}
		}
		this.proxy.faults().clear();
		this.app.awaitHit("after");
	}

	@Test
	void fault14AServerThatAnswersByteByByteIsLeftAlone() {
		this.app.awaitHit("k");
		this.proxy.faults().connections().bandwidth(25);
		long slow = System.nanoTime();
		try (Callers callers = Callers.start(this.app, 10, "k")) {
			App.waitUntil(() -> this.app.node().leftAlone());
			Duration untilLeftAlone = Extent.since(slow);
			callers.awaitCalls(1000);
			callers.assertNothingNoticed();
			System.out.printf("fault 14: left alone after %.0f ms, slowest call %.0f ms%n",
					Extent.millis(untilLeftAlone), Extent.millis(callers.slowest(slow)));
			assertThat(untilLeftAlone).isLessThan(Duration.ofSeconds(3));
			assertThat(callers.slowest(slow)).isLessThan(App.TIMEOUT.multipliedBy(8));
		}
		this.proxy.faults().clear();
		this.proxy.cutConnections();
		this.app.awaitHit("after");
	}

	private void assertRecovered(String fault, Callers callers) {
		assertRecovered(fault, this.app, callers);
	}

	private void assertRecovered(String fault, App app, Callers callers) {
		this.proxy.faults().clear();
		Duration untilHit = app.awaitHit("after");
		callers.assertNothingNoticed();
		System.out.printf("%s: %d calls, slowest %.0f ms, hit %.0f ms after%n", fault, callers.count(),
				Extent.millis(callers.slowest(Long.MIN_VALUE)), Extent.millis(untilHit));
		assertThat(untilHit).isLessThan(Duration.ofSeconds(4));
	}

}
