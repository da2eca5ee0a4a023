package io.github.memcachedspring.migration;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.springframework.util.Assert;

/**
 * Knows in which phase of a migration this instance is, moves it to another one, and
 * tells how far it has got. Other instances are not affected.
 *
 * @since 0.1.0
 */
public final class MigrationController {

	private final MigrationSettings settings;

	private final ProgressCounters counters;

	private final List<Consumer<MigrationPhase>> listeners = new CopyOnWriteArrayList<>();

	private volatile MigrationPhase phase;

	/**
	 * Creates the controller of one instance.
	 * @param phase the phase to begin with
	 * @param settings the settings of the migration
	 */
	public MigrationController(MigrationPhase phase, MigrationSettings settings) {
		Assert.notNull(phase, "'phase' must not be null");
		this.phase = phase;
		this.settings = settings;
		this.counters = new ProgressCounters(settings);
		entered(phase);
	}

	/**
	 * Returns the phase of this instance. Once the time that
	 * {@link MigrationSettings#until()} names has come, the old cluster is not read any
	 * more whatever the phase.
	 * @return the phase
	 */
	public MigrationPhase getPhase() {
		return this.phase;
	}

	/**
	 * Moves this instance to another phase, which must be next to its own. What is under
	 * way goes on as it has begun; values that are being loaded may not be stored. To
	 * move a fleet, move each instance, and only go on to the phase after that when all
	 * are there.
	 * @param next the other phase
	 * @throws IllegalArgumentException if there is a phase between the two, or one of
	 * them is {@link MigrationPhase#NONE}, which is a matter of configuration
	 */
	public synchronized void moveTo(MigrationPhase next) {
		Assert.isTrue(next != MigrationPhase.NONE && this.phase != MigrationPhase.NONE,
				"'none' is a matter of configuration: change 'memcached.servers' and 'memcached.migration.phase'");
		Assert.isTrue(this.phase.isCompatibleWith(next),
				() -> "An instance in phase '%s' cannot move to '%s'; move to a phase next to it first"
					.formatted(this.phase, next));
		if (next == this.phase) {
			return;
		}
		entered(next);
		this.phase = next;
		this.listeners.forEach((listener) -> listener.accept(next));
	}

	private void entered(MigrationPhase next) {
		if (next == MigrationPhase.READ_THROUGH) {
			this.counters.began();
		}
	}

	/**
	 * Returns how far the migration has got, as this instance has seen it.
	 * @return the figures as they are now
	 */
	public MigrationProgress getProgress() {
		return this.counters.snapshot();
	}

	/**
	 * Has a listener told of each phase that this instance moves to from now on.
	 * @param listener gets the phase; called by whoever moves the instance
	 */
	public void addListener(Consumer<MigrationPhase> listener) {
		this.listeners.add(listener);
	}

	MigrationSettings settings() {
		return this.settings;
	}

	ProgressCounters counters() {
		return this.counters;
	}

}
