package io.github.memcachedspring.metrics;

import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.memcachedspring.client.InterceptedOperations;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.Verb;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A node whose commands are measured once there is a registry, for as long as it belongs
 * to the cluster.
 */
final class TimedNodeOperations extends InterceptedOperations {

	private final CommandTimers commandTimers;

	private final Function<MeterRegistry, NodeTimers> factory;

	private final BooleanSupplier member;

	private volatile @Nullable NodeTimers timers;

	TimedNodeOperations(NodeOperations delegate, MemcachedOperations cluster, CommandTimers commandTimers,
			Function<MeterRegistry, NodeTimers> factory, BooleanSupplier member) {
		super(delegate, cluster);
		this.commandTimers = commandTimers;
		this.factory = factory;
		this.member = member;
	}

	@Override
	protected boolean isOff() {
		return this.timers == null && !begin();
	}

	private boolean begin() {
		MeterRegistry registry = this.commandTimers.registry();
		return registry != null && begin(registry);
	}

	/** A node that leaves at the same time is told so afterwards. */
	private synchronized boolean begin(MeterRegistry registry) {
		if (this.timers == null && this.member.getAsBoolean()) {
			this.timers = this.factory.apply(registry);
		}
		return this.timers != null;
	}

	/** Begins anew with the first command after the node has come back. */
	synchronized void removeTimersIfLeft() {
		NodeTimers current = this.timers;
		if (current != null && !this.member.getAsBoolean()) {
			this.timers = null;
			current.remove();
		}
	}

	@Override
	protected <T extends @Nullable Object> Reply<T> intercept(Verb verb, @Nullable MemcachedKey key,
			Supplier<Reply<T>> command) {
		NodeTimers current = this.timers;
		if (current == null) {
			return command.get();
		}
		long start = current.now();
		return new TimedReply<>(command.get(), current, verb, start);
	}

}
