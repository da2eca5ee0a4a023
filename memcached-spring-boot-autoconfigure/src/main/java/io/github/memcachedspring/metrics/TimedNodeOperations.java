package io.github.memcachedspring.metrics;

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
 * A node whose commands are measured once there is a registry.
 */
final class TimedNodeOperations extends InterceptedOperations {

	private final CommandTimers commandTimers;

	private final Function<MeterRegistry, NodeTimers> factory;

	private volatile @Nullable NodeTimers timers;

	TimedNodeOperations(NodeOperations delegate, MemcachedOperations cluster, CommandTimers commandTimers,
			Function<MeterRegistry, NodeTimers> factory) {
		super(delegate, cluster);
		this.commandTimers = commandTimers;
		this.factory = factory;
	}

	@Override
	protected boolean isOff() {
		return this.timers == null && !begin();
	}

	/** Two threads may both do so: the registry has each timer only once. */
	private boolean begin() {
		MeterRegistry registry = this.commandTimers.registry();
		if (registry == null) {
			return false;
		}
		this.timers = this.factory.apply(registry);
		return true;
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
