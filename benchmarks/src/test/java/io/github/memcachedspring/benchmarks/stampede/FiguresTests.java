package io.github.memcachedspring.benchmarks.stampede;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Figures}, {@link Latencies} and {@link Expiries}.
 */
class FiguresTests {

	private static final long SECOND = 1_000_000;

	@Test
	void findsPercentiles() {
		Latencies latencies = Latencies
			.of(LongStream.rangeClosed(1, 1000).mapToObj((number) -> new Span(0, number * 1000)).toList());
		assertThat(latencies.percentile(50)).isEqualTo(500);
		assertThat(latencies.percentile(99.9)).isEqualTo(999);
		assertThat(latencies.longest()).isEqualTo(1000);
		assertThat(Latencies.of(List.of()).percentile(50)).isNaN();
	}

	@Test
	void countsLoadsThatBeganTogetherAsOneExpiry() {
		assertThat(Expiries.count(List.of())).isZero();
		assertThat(Expiries.count(List.of(3 * SECOND, 0L, SECOND, 3 * SECOND + 1))).isEqualTo(2);
	}

	@Test
	void tellsCallsDuringLoadsFromOthers() {
		RoundLog log = log(1);
		log.started(100);
		add(log, Event.Kind.LOADED, 50, 60);
		add(log, Event.Kind.LOADED, 1000, 2000);
		add(log, Event.Kind.CALL, 50, 55);
		add(log, Event.Kind.CALL, 900, 1000);
		add(log, Event.Kind.CALL, 1500, 1501);
		add(log, Event.Kind.CALL, 2001, 2020);
		Figures figures = new Figures(log);
		assertThat(figures.duringLoads().size()).isEqualTo(2);
		assertThat(figures.duringLoads().longest()).isEqualTo(0.1);
		assertThat(figures.undisturbed().size()).isEqualTo(2);
		assertThat(figures.undisturbed().longest()).isEqualTo(0.019);
	}

	@Test
	void ignoresWhatIsOfOtherRoundsOrFromBeforeTheStart() {
		RoundLog log = log(2);
		log.started(100);
		add(log, Event.Kind.LOADING, 99);
		add(log, Event.Kind.LOADING, 100);
		log.add(new Event(null, Event.Kind.LOADING, 8, new long[] { 200 }));
		add(log, Event.Kind.CALL, 100, 300);
		add(log, Event.Kind.DONE, 1);
		Figures figures = new Figures(log);
		assertThat(figures.loads()).isEqualTo("1");
		assertThat(figures.loadsPerExpiry()).isEqualTo("1.00");
		assertThat(figures.unanswered()).isEqualTo("1");
	}

	private static RoundLog log(int callers) {
		return new RoundLog(
				new Round(7, Technique.LOADER, callers, Duration.ofMillis(200), Duration.ofMinutes(2), Duration.ZERO));
	}

	private static void add(RoundLog log, Event.Kind kind, long... numbers) {
		log.add(new Event(null, kind, 7, numbers));
	}

}
