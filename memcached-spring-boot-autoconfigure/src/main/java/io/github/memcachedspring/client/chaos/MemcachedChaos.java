package io.github.memcachedspring.client.chaos;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import io.github.memcachedspring.client.MemcachedNode;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Orders trouble with memcached, and ends it, while the application runs. For tests:
 * <pre class="code">
 * this.chaos.errorRate(0.3);
 * this.chaos.on(node).hang(true);
 * this.chaos.reset();</pre> Changes count for commands that are sent afterwards. A
 * command that hangs is neither failed nor delayed, and one that is failed is not
 * delayed. Thread-safe.
 *
 * @since 0.1.0
 * @see ChaosOperations
 */
public final class MemcachedChaos {

	private final State state;

	/** Empty for all. */
	private final Set<MemcachedNode> nodes;

	/**
	 * Creates a switch that is off, with random numbers that differ from run to run.
	 */
	public MemcachedChaos() {
		this(ThreadLocalRandom.current().nextLong());
	}

	/**
	 * Creates a switch that is off.
	 * @param seed of the random numbers; commands that are sent one after the other meet
	 * the same fate in each run
	 */
	public MemcachedChaos(long seed) {
		this(new State(seed), Set.of());
	}

	private MemcachedChaos(State state, Set<MemcachedNode> nodes) {
		this.state = state;
		this.nodes = nodes;
	}

	/**
	 * Returns this switch for some nodes only. What is ordered for a node holds until it
	 * is ordered otherwise for that node or for all.
	 * @param nodes the nodes, at least one; those that the cluster does not have do no
	 * harm
	 * @return a view of this switch
	 */
	public MemcachedChaos on(MemcachedNode... nodes) {
		Assert.notEmpty(nodes, "'nodes' must not be empty");
		return new MemcachedChaos(this.state, Set.of(nodes));
	}

	/**
	 * Has replies come no earlier than that long after their commands.
	 * @param latency the delay, zero for none; from the command timeout on it is a
	 * timeout, after which the server may still execute the command
	 * @return this
	 */
	public MemcachedChaos latency(Duration latency) {
		return latency(latency, Duration.ZERO);
	}

	/**
	 * Has replies come no earlier than that long after their commands, some of them later
	 * than others.
	 * @param latency the shortest delay
	 * @param jitter by how much the longest is longer; evenly distributed
	 * @return this
	 */
	public MemcachedChaos latency(Duration latency, Duration jitter) {
		Assert.isTrue(!latency.isNegative(), () -> "'latency' must not be negative: %s".formatted(latency));
		Assert.isTrue(!jitter.isNegative(), () -> "'jitter' must not be negative: %s".formatted(jitter));
		return change((disturbance) -> disturbance.withLatency(latency, jitter));
	}

	/**
	 * Has commands fail at once, as they do without a connection: with a
	 * {@link io.github.memcachedspring.client.MemcachedConnectionException}, not sent.
	 * @param errorRate share of the commands, 0 to 1
	 * @return this
	 */
	public MemcachedChaos errorRate(double errorRate) {
		Assert.isTrue(errorRate >= 0 && errorRate <= 1, () -> "'errorRate' must be 0 to 1: %s".formatted(errorRate));
		return change((disturbance) -> disturbance.withErrorRate(errorRate));
	}

	/**
	 * Has commands get no answer: they are not sent, and fail with a
	 * {@link io.github.memcachedspring.client.MemcachedTimeoutException} after the
	 * command timeout.
	 * @param hang whether they hang
	 * @return this
	 */
	public MemcachedChaos hang(boolean hang) {
		return change((disturbance) -> disturbance.withHang(hang));
	}

	/**
	 * Ends all that is ordered, for all nodes or those that this was made for, wherever
	 * it came from. Commands that hang already still time out.
	 */
	public void reset() {
		change((disturbance) -> Disturbance.NONE);
	}

	private MemcachedChaos change(UnaryOperator<Disturbance> change) {
		this.state
			.change((ordered) -> this.nodes.isEmpty() ? ordered.change(change) : ordered.change(this.nodes, change));
		return this;
	}

	/**
	 * Returns what was done so far, to commands of all nodes.
	 * @return a snapshot
	 */
	public ChaosStatistics getStatistics() {
		return this.state.counters.snapshot();
	}

	boolean isOff() {
		return this.state.ordered.get() == null;
	}

	Disturbance ordered(MemcachedNode node) {
		Disturbances ordered = this.state.ordered.get();
		return (ordered != null) ? ordered.of(node) : Disturbance.NONE;
	}

	Random random() {
		return this.state.random;
	}

	ChaosCounters counters() {
		return this.state.counters;
	}

	/**
	 * Tells what is ordered, and the seed.
	 */
	@Override
	public String toString() {
		Disturbances ordered = this.state.ordered.get();
		return "MemcachedChaos[%s; seed %d]".formatted((ordered != null) ? ordered : Disturbance.NONE, this.state.seed);
	}

	/** Shared by all views. */
	private static final class State {

		/** Null while there is nothing to do, so that finding out costs nothing. */
		private final AtomicReference<@Nullable Disturbances> ordered = new AtomicReference<>();

		private final ChaosCounters counters = new ChaosCounters();

		private final long seed;

		private final Random random;

		State(long seed) {
			this.seed = seed;
			this.random = new Random(seed);
		}

		void change(UnaryOperator<Disturbances> change) {
			this.ordered.updateAndGet((now) -> {
				Disturbances changed = change.apply((now != null) ? now : Disturbances.NONE);
				return changed.isNothing() ? null : changed;
			});
		}

	}

}
