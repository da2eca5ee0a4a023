package io.github.memcachedspring.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.CommandOutcome;
import io.github.memcachedspring.client.Verb;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one node, found by the position in an array rather than by tags. Those of
 * outcomes that never came are not there: most of them never will.
 */
final class NodeTimers {

	private static final int OUTCOMES = CommandOutcome.values().length;

	/** Bounds of histograms, for those who want some: the usual ones begin with 1 ms. */
	private static final Duration SHORTEST = Duration.ofNanos(50_000);

	private static final Duration LONGEST = Duration.ofSeconds(5);

	private final MeterRegistry registry;

	private final Clock clock;

	private final String cluster;

	private final String node;

	private final AtomicReferenceArray<@Nullable Timer> timers = new AtomicReferenceArray<>(
			Verb.values().length * OUTCOMES);

	private boolean removed;

	NodeTimers(MeterRegistry registry, String cluster, MemcachedNode node) {
		this.registry = registry;
		this.clock = registry.config().clock();
		this.cluster = cluster;
		this.node = node.toString();
	}

	long now() {
		return this.clock.monotonicTime();
	}

	void record(Verb verb, CommandOutcome outcome, long start) {
		int index = verb.ordinal() * OUTCOMES + outcome.ordinal();
		Timer timer = this.timers.get(index);
		if (timer == null) {
			timer = add(index, verb, outcome);
		}
		if (timer != null) {
			timer.record(now() - start, TimeUnit.NANOSECONDS);
		}
	}

	/** A command that was sent before its node left adds none any more. */
	private synchronized @Nullable Timer add(int index, Verb verb, CommandOutcome outcome) {
		if (this.removed) {
			return null;
		}
		Timer timer = register(verb, outcome);
		this.timers.set(index, timer);
		return timer;
	}

	synchronized void remove() {
		this.removed = true;
		for (int i = 0; i < this.timers.length(); i++) {
			Timer timer = this.timers.get(i);
			if (timer != null) {
				this.registry.remove(timer);
			}
		}
	}

	private Timer register(Verb verb, CommandOutcome outcome) {
		return Timer.builder(CommandTimers.NAME)
			.description("Commands to memcached, from sending them until their answer is taken in")
			.minimumExpectedValue(SHORTEST)
			.maximumExpectedValue(LONGEST)
			.tag("cluster", this.cluster)
			.tag("node", this.node)
			.tag("command", verb.command())
			.tag("outcome", outcome.toString())
			.register(this.registry);
	}

}
