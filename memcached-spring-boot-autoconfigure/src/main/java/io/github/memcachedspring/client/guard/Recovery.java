package io.github.memcachedspring.client.guard;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

import io.github.memcachedspring.client.BulkResult;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedProtocolException;
import io.github.memcachedspring.client.MemcachedTimeoutException;
import io.github.memcachedspring.client.NodeOperations;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds out when a node that is left alone is back, and makes up for the removals that it
 * missed. Works on a timer of its own, so that no caller pays for it.
 */
final class Recovery {

	private static final Log logger = LogFactory.getLog(Recovery.class);

	/**
	 * How long a removal that failed while the node was in use waits for its next try.
	 */
	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	private static final int BATCH = 1000;

	private final NodeOperations target;

	private final MemcachedNode node;

	private final Breaker breaker;

	private final PendingDeletes pending;

	private final Duration interval;

	private final ScheduledExecutorService timer;

	private final BooleanSupplier member;

	private final Probing probing;

	private final LongAdder openings = new LongAdder();

	private final LongAdder madeUp = new LongAdder();

	private final AtomicBoolean replayScheduled = new AtomicBoolean();

	private volatile boolean replaying;

	private volatile long openedAt;

	/** Whether it was said that too much was missed, since all was made up for. */
	private volatile boolean overflowTold;

	/**
	 * Creates the recovery of a node.
	 * @param target the node, not guarded
	 * @param node its name
	 * @param breaker whether it is left alone
	 * @param pending what it missed
	 * @param interval how often it is asked whether it is back
	 * @param timer has one thread
	 * @param member whether the node still belongs to the cluster
	 */
	Recovery(NodeOperations target, MemcachedNode node, Breaker breaker, PendingDeletes pending, Duration interval,
			ScheduledExecutorService timer, BooleanSupplier member) {
		this.target = target;
		this.node = node;
		this.breaker = breaker;
		this.pending = pending;
		this.interval = interval;
		this.timer = timer;
		this.member = member;
		this.probing = new Probing(target, breaker, interval, timer, member, this::takeBack);
	}

	/**
	 * Called when a command failed.
	 * @return whether that speaks against the node
	 */
	boolean failed(MemcachedException failure) {
		boolean timeout = failure instanceof MemcachedTimeoutException;
		if (!timeout && !(failure instanceof MemcachedConnectionException)
				&& !(failure instanceof MemcachedProtocolException)) {
			return false;
		}
		long now = System.nanoTime();
		// Nobody would ask a node that has left whether it is back.
		if (this.member.getAsBoolean() && (timeout ? this.breaker.failed(now) : this.breaker.lost(now))) {
			opened(now, failure);
		}
		return true;
	}

	private void opened(long now, MemcachedException failure) {
		this.openedAt = now;
		this.openings.increment();
		logger
			.info("Memcached node '%s' is left alone until it answers: %s".formatted(this.node, failure.getMessage()));
		this.probing.begin();
	}

	/** Called when a command was not sent because the node is left alone. */
	void rejected() {
		this.probing.beginIfOverdue();
	}

	/** Called when a new connection stands; may be any thread. */
	void connected() {
		if (this.breaker.connected(System.nanoTime())) {
			takeBack();
		}
		else {
			removeOwed();
		}
	}

	/** Removes what is pending, if anything is. */
	void removeOwed() {
		if (this.pending.size() > 0) {
			replaySoon(Duration.ZERO);
		}
	}

	private void takeBack() {
		logger.info("Memcached node '%s' is used again after %d ms; %d keys are removed that could not be before"
			.formatted(this.node, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.openedAt),
					this.pending.size()));
		replaySoon(Duration.ZERO);
	}

	/** Remembers that a key has to be removed before it is read again. */
	void owe(MemcachedKey key) {
		if (!this.pending.add(key) && !this.overflowTold) {
			this.overflowTold = true;
			logger.warn(("Memcached node '%s' missed more removals than 'memcached.pending-deletes' allows for;"
					+ " all its entries are invalid now")
				.formatted(this.node));
		}
		if (!this.breaker.isOpen()) {
			replaySoon(FIRST_PAUSE);
		}
	}

	private void replaySoon(Duration delay) {
		if (!this.replayScheduled.compareAndSet(false, true)) {
			return;
		}
		try {
			schedule(this.timer, this::replay, delay);
		}
		catch (Error ex) {
			this.replayScheduled.set(false);
			throw ex;
		}
	}

	private void replay() {
		this.replayScheduled.set(false);
		if (this.replaying || this.breaker.isOpen() || !this.member.getAsBoolean()) {
			return;
		}
		Map<MemcachedKey, Long> batch = new LinkedHashMap<>();
		this.pending.oldest(BATCH).forEach((entry) -> batch.put(entry.getKey(), entry.getValue()));
		if (batch.isEmpty()) {
			this.overflowTold = false;
			return;
		}
		this.replaying = true;
		try {
			BulkResult.of(batch.keySet(), this.target::evict).subscribe(this.timer, (result, failure) -> {
				this.replaying = false;
				replayed(batch, result);
			});
		}
		catch (Error ex) {
			this.replaying = false;
			throw ex;
		}
	}

	private void replayed(Map<MemcachedKey, Long> batch, @Nullable BulkResult<Boolean> result) {
		if (result == null) {
			replaySoon(this.interval);
			return;
		}
		// Before they are pending no more, or they would be neither for a moment.
		this.madeUp.add(result.results().size());
		result.results()
			.keySet()
			.forEach((key) -> this.pending.madeUp(key, batch.getOrDefault(key, PendingDeletes.NONE)));
		if (result.failures().isEmpty()) {
			replaySoon(Duration.ZERO);
			return;
		}
		result.failures().values().forEach((failure) -> {
			if (failure instanceof MemcachedException memcachedFailure) {
				failed(memcachedFailure);
			}
		});
		replaySoon(this.interval);
	}

	static void schedule(ScheduledExecutorService timer, Runnable task, Duration delay) {
		try {
			timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("Closed", ex);
		}
	}

	long openings() {
		return this.openings.sum();
	}

	long madeUp() {
		return this.madeUp.sum();
	}

}
