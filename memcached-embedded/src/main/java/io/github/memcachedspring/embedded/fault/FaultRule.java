package io.github.memcachedspring.embedded.fault;

import java.time.Duration;
import java.util.Random;

/**
 * A fault that has been ordered: tells how often it happened, and takes it back.
 *
 * @since 0.1.0
 */
public final class FaultRule {

	private final Faults faults;

	private final Command command;

	private final Occasions occasions;

	private final Effect effect;

	private final Random random;

	private int matched;

	private volatile int fired;

	private volatile boolean removed;

	FaultRule(Faults faults, Command command, Occasions occasions, Effect effect) {
		this.faults = faults;
		this.command = command;
		this.occasions = occasions;
		this.effect = effect;
		this.random = new Random(occasions.seed());
	}

	/**
	 * Returns how often the fault happened.
	 * @return the number of commands it was done to, those included that it still holds
	 */
	public int fired() {
		return this.fired;
	}

	/**
	 * Waits until the fault has happened that often.
	 * @param times how often
	 * @param patience how long to wait at most
	 * @return whether it has; {@code false} if the thread was interrupted, too
	 */
	public boolean awaitFired(int times, Duration patience) {
		try {
			return this.faults.signal().await(() -> this.fired >= times, Signal.nanos(patience));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/** Takes the fault back. What it delays or holds goes on at once. */
	public void remove() {
		this.faults.remove(this);
	}

	/** Whether this is to happen to a command; counts it. */
	synchronized boolean fires(CommandLine line) {
		if (this.removed || !this.command.matches(line)) {
			return false;
		}
		this.matched++;
		if (this.matched < this.occasions.from() || this.fired >= this.occasions.times()
				|| this.random.nextDouble() >= this.occasions.probability()) {
			return false;
		}
		this.fired++;
		return true;
	}

	Effect effect() {
		return this.effect;
	}

	boolean isRemoved() {
		return this.removed;
	}

	void markRemoved() {
		this.removed = true;
	}

	@Override
	public String toString() {
		return "%s, %s, fired %d times".formatted(this.effect, this.occasions, this.fired);
	}

	/**
	 * To which of the commands that match a fault is done.
	 *
	 * @param from the first, counted from 1
	 * @param times how often at most
	 * @param probability how often of those, 0 to 1
	 * @param seed makes the same choice again
	 */
	record Occasions(int from, int times, double probability, long seed) {

	}

}
