package io.github.memcachedspring.benchmarks.stampede;

import java.util.List;
import java.util.Locale;

/**
 * Figures of a round, as text.
 */
final class Figures {

	private final RoundLog log;

	private final Latencies latencies;

	Figures(RoundLog log) {
		this.log = log;
		this.latencies = Latencies.of(log.calls());
	}

	String loads() {
		return String.valueOf(this.log.loads().size());
	}

	String expiries() {
		return String.valueOf(countExpiries());
	}

	String loadsPerExpiry() {
		return decimal((double) this.log.loads().size() / countExpiries());
	}

	private int countExpiries() {
		return Expiries.count(this.log.loads().stream().map((load) -> load.numbers()[0]).toList());
	}

	String percentile(double percent) {
		return millis(this.latencies.percentile(percent));
	}

	String longest() {
		return millis(this.latencies.longest());
	}

	/** Callers without an answer, of the JVMs that reached the end. */
	String unanswered() {
		int expected = this.log.round().callers() * this.log.reads().size();
		return String.valueOf(expected - this.log.calls().size());
	}

	/** Calls that found a value while nobody loaded. */
	Latencies undisturbed() {
		List<Span> loads = this.log.loadSpans();
		return Latencies.of(this.log.calls().stream().filter((call) -> !call.overlapsAny(loads)).toList());
	}

	/** Calls while somebody loaded. */
	Latencies duringLoads() {
		List<Span> loads = this.log.loadSpans();
		return Latencies.of(this.log.calls().stream().filter((call) -> call.overlapsAny(loads)).toList());
	}

	static String millis(double millis) {
		return Double.isNaN(millis) ? "-" : String.format(Locale.ROOT, "%.1f", millis);
	}

	static String decimal(double number) {
		return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%.2f", number);
	}

}
