package io.github.memcachedspring.sample.visitors;

import java.time.Duration;
import java.time.LocalDate;

import io.github.memcachedspring.atomic.CountResult;
import io.github.memcachedspring.atomic.CountResult.Absent;
import io.github.memcachedspring.atomic.MemcachedCounters;

import org.springframework.stereotype.Service;

/**
 * Counts visitors, with a counter for each day. The first visitor of a day creates it,
 * and it is gone a week later by itself.
 */
@Service
class DailyVisitors {

	private static final Duration KEPT = Duration.ofDays(8);

	private final MemcachedCounters counters;

	DailyVisitors(MemcachedCounters counters) {
		this.counters = counters.namespace("visitors").withTimeToLive(KEPT);
	}

	/** Counts a visitor of that day and returns how many there were by then. */
	long count(LocalDate day) {
		return this.counters.increment(day.toString()).orThrow();
	}

	/** Returns how many visitors there were on that day. */
	long on(LocalDate day) {
		CountResult result = this.counters.get(day.toString());
		return (result instanceof Absent) ? 0 : result.orThrow();
	}

}
