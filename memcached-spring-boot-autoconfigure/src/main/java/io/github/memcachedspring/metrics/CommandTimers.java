package io.github.memcachedspring.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Timers of commands: {@value #NAME}, with the tags {@code cluster}, {@code node},
 * {@code command} and {@code outcome}. The time of a command is that from before it is
 * sent until whoever sent it takes in the answer; one whose answer nobody wants is not
 * counted. Each timer appears with the first command that it is for, and goes with its
 * node if the cluster is {@linkplain #follow followed}.
 *
 * @since 0.1.0
 */
public final class CommandTimers {

	/** Name of the timers: {@value}. */
	public static final String NAME = "memcached.commands";

	private final List<TimedOperations> clusters = new CopyOnWriteArrayList<>();

	private volatile @Nullable MeterRegistry registry;

	/**
	 * Decorates a cluster. Belongs where only those commands come that are really sent.
	 * @param engine the cluster
	 * @param name name of the cluster, for the tag
	 * @return the operations to use in its place
	 */
	public MemcachedOperations on(MemcachedOperations engine, String name) {
		TimedOperations timed = new TimedOperations(engine, name, this);
		this.clusters.add(timed);
		return timed;
	}

	/**
	 * Has the timers of nodes removed when these leave the cluster.
	 * @param operations what tells of changes, above the cluster that was decorated
	 */
	public void follow(GuardedOperations operations) {
		operations.addChangeListener(() -> this.clusters.forEach(TimedOperations::removeTimersOfLeft));
	}

	/**
	 * Begins to measure: commands that are sent earlier are not. The cluster may so be
	 * connected to before there is a registry.
	 * @param registry holds the timers
	 */
	public void recordIn(MeterRegistry registry) {
		this.registry = registry;
	}

	@Nullable MeterRegistry registry() {
		return this.registry;
	}

}
