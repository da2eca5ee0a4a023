package io.github.memcachedspring.client.guard;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.github.memcachedspring.client.NodeOperations;

/**
 * Asks a node that is left alone whether it is back, one question after the other.
 */
final class Probing {

	/** How many intervals late a question is if nobody asks any more. */
	private static final int OVERDUE = 3;

	/** More than any timeout. */
	private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

	private final NodeOperations target;

	private final Breaker breaker;

	private final Duration interval;

	private final ScheduledExecutorService timer;

	private final BooleanSupplier member;

	private final Runnable back;

	/** Number of the last chain of questions; of an earlier one none is asked. */
	private final AtomicLong chain = new AtomicLong();

	/** When the next question is due at the latest. */
	private final AtomicLong due = new AtomicLong();

	/**
	 * Creates the questions to a node.
	 * @param target the node, not guarded
	 * @param breaker whether it is left alone
	 * @param interval how long after one question the next is asked
	 * @param timer has one thread
	 * @param member whether the node still belongs to the cluster
	 * @param back runs when the answers have closed the breaker
	 */
	Probing(NodeOperations target, Breaker breaker, Duration interval, ScheduledExecutorService timer,
			BooleanSupplier member, Runnable back) {
		this.target = target;
		this.breaker = breaker;
		this.interval = interval;
		this.timer = timer;
		this.member = member;
		this.back = back;
	}

	/** Begins anew; who asks already stops. */
	void begin() {
		later(this.chain.incrementAndGet(), this.interval);
	}

	/**
	 * Begins anew if nobody asks any more. Each question is followed by the next, and a
	 * shortage of memory can hit between the two.
	 */
	void beginIfOverdue() {
		long now = System.nanoTime();
		long expected = this.due.get();
		if (now - expected > this.interval.toNanos() * OVERDUE && this.member.getAsBoolean()
				&& this.due.compareAndSet(expected, now)) {
			begin();
		}
	}

	private void later(long number, Duration delay) {
		this.due.set(System.nanoTime() + delay.toNanos());
		Recovery.schedule(this.timer, () -> ask(number), delay);
	}

	private void ask(long number) {
		if (this.chain.get() != number || !this.breaker.isOpen() || !this.member.getAsBoolean()) {
			return;
		}
		this.due.set(System.nanoTime() + LONGEST_ANSWER.toNanos());
		try {
			this.target.ping().subscribe(this.timer, (answered, failure) -> {
				if (this.chain.get() == number) {
					answered(number, failure == null);
				}
			});
		}
		catch (Error ex) {
			// Nobody will hear the answer.
			this.due.set(System.nanoTime());
			throw ex;
		}
	}

	private void answered(long number, boolean alive) {
		if (!alive) {
			this.breaker.showedNone();
			later(number, this.interval);
		}
		else if (this.breaker.showedLife(System.nanoTime())) {
			this.back.run();
		}
		else {
			later(number, this.interval.dividedBy(Breaker.SIGNS_AFTER_RELAPSE));
		}
	}

}
