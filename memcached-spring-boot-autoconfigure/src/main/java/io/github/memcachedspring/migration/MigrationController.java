package io.github.memcachedspring.migration;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

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

	private final Function<MigrationPhase, @Nullable String> obstacle;

	private final List<Consumer<MigrationPhase>> listeners = new CopyOnWriteArrayList<>();

	private volatile MigrationPhase phase;

	/** Whether this instance has left the old cluster alone. */
	private boolean ended;

	/**
	 * Creates the controller of one instance.
	 * @param phase the phase to begin with
	 * @param settings the settings of the migration
	 */
	public MigrationController(MigrationPhase phase, MigrationSettings settings) {
		this(phase, settings, (next) -> null);
	}

	/**
	 * Creates the controller of an instance that lacks what some phases need.
	 * @param phase the phase to begin with
	 * @param settings the settings of the migration
	 * @param obstacle returns what keeps the instance from being moved to a phase, and
	 * the way out, or {@code null} if nothing does
	 */
	public MigrationController(MigrationPhase phase, MigrationSettings settings,
			Function<MigrationPhase, @Nullable String> obstacle) {
		Assert.notNull(phase, "'phase' must not be null");
		this.phase = phase;
		this.settings = settings;
		this.obstacle = obstacle;
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
	 * @throws IllegalStateException if this instance lacks what the phase needs, or if it
	 * has left the old cluster alone and that was to become the truth again: it still has
	 * what was replaced since
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
		String obstacle = obstacle(next);
		Assert.state(obstacle == null,
				() -> "An instance in phase '%s' cannot move to '%s': %s".formatted(this.phase, next, obstacle));
		entered(next);
		this.phase = next;
		this.listeners.forEach((listener) -> listener.accept(next));
	}

	private @Nullable String obstacle(MigrationPhase next) {
		if (next == MigrationPhase.DONE && this.settings.dryRun()) {
			return "it is in a dry run, which has handed nothing over to the new cluster. "
					+ "Restart it without 'memcached.migration.dry-run' and let it read both clusters for a while";
		}
		if (next == MigrationPhase.PREPARE && (this.ended || isTimeUp())) {
			return "it has left the old cluster alone, which still has what was replaced or removed since. "
					+ "There is no way back from 'done', nor once 'until' has come";
		}
		return this.obstacle.apply(next);
	}

	private void entered(MigrationPhase next) {
		if (next == MigrationPhase.READ_THROUGH) {
			this.counters.began();
		}
		this.ended |= next == MigrationPhase.DONE;
	}

	/**
	 * Returns whether the old cluster is not to be read any more whatever the phase. A
	 * dry run has no end, for nothing can be had without the old cluster.
	 */
	boolean isTimeUp() {
		Instant until = this.settings.until();
		return until != null && !this.settings.dryRun() && !Instant.now().isBefore(until);
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
