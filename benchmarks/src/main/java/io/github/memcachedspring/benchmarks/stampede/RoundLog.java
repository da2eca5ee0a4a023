package io.github.memcachedspring.benchmarks.stampede;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What happened in a round, in all JVMs. What came before the start does not count.
 */
final class RoundLog {

	private final Round round;

	private final List<Event> loads = new ArrayList<>();

	private final List<Event> endedLoads = new ArrayList<>();

	private final List<Span> calls = new ArrayList<>();

	private final Map<ChildJvm, Long> reads = new LinkedHashMap<>();

	private final Set<ChildJvm> ready = new HashSet<>();

	private final Set<ChildJvm> through = new HashSet<>();

	private int failures;

	private long start = Long.MAX_VALUE;

	private long lastStart;

	RoundLog(Round round) {
		this.round = round;
	}

	Round round() {
		return this.round;
	}

	/** Called with the time of the start; again if other JVMs start later. */
	void started(long micros) {
		this.start = Math.min(this.start, micros);
		this.lastStart = micros;
	}

	/** When the last JVMs started. */
	long lastStart() {
		return this.lastStart;
	}

	void add(Event event) {
		if (event.kind() == Event.Kind.GONE) {
			this.through.add(event.source());
		}
		else if (event.round() == this.round.id()) {
			addOwn(event);
		}
	}

	private void addOwn(Event event) {
		switch (event.kind()) {
			case READY -> this.ready.add(event.source());
			case LOADING -> addAfterStart(event, this.loads);
			case LOADED -> addAfterStart(event, this.endedLoads);
			case CALL -> this.calls.add(event.span());
			case FAILED -> this.failures++;
			default -> {
				this.reads.put(event.source(), event.numbers()[0]);
				this.through.add(event.source());
			}
		}
	}

	private void addAfterStart(Event event, List<Event> events) {
		if (event.numbers()[0] >= this.start) {
			events.add(event);
		}
	}

	boolean isReady(ChildJvm child) {
		return this.ready.contains(child);
	}

	boolean isThrough(ChildJvm child) {
		return this.through.contains(child);
	}

	List<Event> loads() {
		return this.loads;
	}

	/** Times of loads, without those that a kill cut short. */
	List<Span> loadSpans() {
		return this.endedLoads.stream().map(Event::span).toList();
	}

	boolean endedLoad(ChildJvm child) {
		return this.endedLoads.stream().anyMatch((load) -> load.source() == child);
	}

	/** Calls that were answered. */
	List<Span> calls() {
		return this.calls;
	}

	/** Reads that a JVM sent; of those that reached the end. */
	Map<ChildJvm, Long> reads() {
		return this.reads;
	}

	int failures() {
		return this.failures;
	}

}
