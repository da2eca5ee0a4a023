package io.github.memcachedspring.client.chaos;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

import io.github.memcachedspring.client.InterceptedOperations;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedTimeoutException;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.Verb;
import org.jspecify.annotations.Nullable;

/**
 * The verbs of one node, each disturbed as is ordered.
 */
final class ChaosNodeOperations extends InterceptedOperations {

	private final MemcachedNode node;

	private final MemcachedChaos chaos;

	private final Duration timeout;

	private final ScheduledExecutorService timer;

	ChaosNodeOperations(MemcachedNode node, NodeOperations delegate, ChaosOperations cluster, MemcachedChaos chaos,
			Duration timeout, ScheduledExecutorService timer) {
		super(delegate, cluster);
		this.node = node;
		this.chaos = chaos;
		this.timeout = timeout;
		this.timer = timer;
	}

	@Override
	protected boolean isOff() {
		return this.chaos.isOff();
	}

	@Override
	protected <T extends @Nullable Object> Reply<T> intercept(Verb verb, @Nullable MemcachedKey key,
			Supplier<Reply<T>> command) {
		long now = System.nanoTime();
		Disturbance disturbance = this.chaos.ordered(this.node);
		if (disturbance.hang()) {
			this.chaos.counters().hung.increment();
			return timeout(now);
		}
		if (disturbance.isFailing(this.chaos.random())) {
			this.chaos.counters().failed.increment();
			return Reply.failed(new MemcachedConnectionException(
					"No connection to memcached node '%s': ordered by chaos".formatted(this.node), this.node, false,
					null));
		}
		long delay = disturbance.delayNanos(this.chaos.random());
		return (delay > 0) ? delayed(now, delay, command.get()) : command.get();
	}

	private <T extends @Nullable Object> Reply<T> delayed(long now, long delay, Reply<T> reply) {
		ChaosCounters counters = this.chaos.counters();
		if (delay < this.timeout.toNanos()) {
			counters.delayed.increment();
			return new LateReply<>(reply, new Moment(this.timer, now + delay));
		}
		counters.timedOut.increment();
		Reply<T> timeout = timeout(now);
		return reply.flatMap((result) -> timeout);
	}

	/** The caller cannot know whether the command was executed, as with a real one. */
	private <T extends @Nullable Object> Reply<T> timeout(long now) {
		return new SilentReply<>(new Moment(this.timer, now + this.timeout.toNanos()),
				() -> new MemcachedTimeoutException(this.node, this.timeout, true));
	}

}
