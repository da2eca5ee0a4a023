package io.github.memcachedspring.benchmarks;

import java.util.ArrayList;
import java.util.List;

import io.github.memcachedspring.benchmarks.support.MarkdownTable;

/**
 * Mean times of two contenders, taken shortly after one another. Only their ratio within
 * a round is to be trusted: the machine's speed changes between rounds.
 */
final class Rounds {

	private final String title;

	private final int threads;

	private final Contender measured;

	private final Contender reference;

	private final List<Double> measuredMicros = new ArrayList<>();

	private final List<Double> referenceMicros = new ArrayList<>();

	Rounds(String title, int threads, Contender measured, Contender reference) {
		this.title = title;
		this.threads = threads;
		this.measured = measured.checked();
		this.reference = reference.checked();
	}

	String title() {
		return this.title;
	}

	int threads() {
		return this.threads;
	}

	Contender measured() {
		return this.measured;
	}

	Contender reference() {
		return this.reference;
	}

	void add(double measuredMicros, double referenceMicros) {
		this.measuredMicros.add(measuredMicros);
		this.referenceMicros.add(referenceMicros);
	}

	double medianRatio() {
		return median(ratios());
	}

	private List<Double> ratios() {
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < this.measuredMicros.size(); round++) {
			ratios.add(this.measuredMicros.get(round) / this.referenceMicros.get(round));
		}
		return ratios;
	}

	private static double median(List<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	void addTo(MarkdownTable table) {
		List<Double> ratios = ratios();
		table.add(this.title, String.valueOf(this.threads), micros(this.measuredMicros), micros(this.referenceMicros),
				ratio(medianRatio()), ratio(ratios.stream().min(Double::compare).orElseThrow()),
				ratio(ratios.stream().max(Double::compare).orElseThrow()));
	}

	private static String micros(List<Double> values) {
		return "%.1f".formatted(median(values));
	}

	private static String ratio(double value) {
		return "%.2f".formatted(value);
	}

}
