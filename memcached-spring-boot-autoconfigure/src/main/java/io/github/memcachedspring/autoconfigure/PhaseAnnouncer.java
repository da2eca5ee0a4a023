package io.github.memcachedspring.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.migration.MigrationPhase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps a short-lived item on the new cluster for the phase of this instance, and warns
 * of instances in a phase that must not run beside it. An item that is seen twice counts
 * only if it was stored anew in between: what an instance has left expires by itself.
 */
final class PhaseAnnouncer implements AutoCloseable {

	static final Duration INTERVAL = Duration.ofSeconds(10);

	private static final Log logger = LogFactory.getLog(PhaseAnnouncer.class);

	private static final Expiration LIFE = Expiration.after(INTERVAL.multipliedBy(3));

	private static final byte[] CONTENT = "alive".getBytes(StandardCharsets.US_ASCII);

	private final MemcachedOperations operations;

	private final Map<MigrationPhase, MemcachedKey> keys = new EnumMap<>(MigrationPhase.class);

	private final Supplier<MigrationPhase> phase;

	private final Runnable further;

	private final Map<MigrationPhase, CasToken> seen = new EnumMap<>(MigrationPhase.class);

	private final Set<MigrationPhase> warned = EnumSet.noneOf(MigrationPhase.class);

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "memcached-migration");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Begins to announce.
	 * @param operations the new cluster
	 * @param keyPrefix prefix of the application's keys
	 * @param phase tells the phase of this instance
	 * @param further what else is to be done regularly
	 */
	PhaseAnnouncer(MemcachedOperations operations, String keyPrefix, Supplier<MigrationPhase> phase, Runnable further) {
		this(operations, keyPrefix, phase, further, INTERVAL);
	}

	PhaseAnnouncer(MemcachedOperations operations, String keyPrefix, Supplier<MigrationPhase> phase, Runnable further,
			Duration interval) {
		this.operations = operations;
		this.phase = phase;
		this.further = further;
		KeySpace space = KeySpace.of(keyPrefix, "phase", "");
		for (MigrationPhase each : MigrationPhase.values()) {
			this.keys.put(each, space.key(name(each)));
		}
		this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.timer.scheduleWithFixedDelay(this::run, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
	}

	static String name(MigrationPhase phase) {
		return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** Announces a phase at once. */
	void moved() {
		try {
			this.timer.execute(this::run);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("Closed", ex);
		}
	}

	private void run() {
		try {
			announceAndLook(this.phase.get());
			this.further.run();
		}
		catch (MemcachedException ex) {
			logger.debug("The phases of a migration cannot be told for now", ex);
		}
		catch (RuntimeException ex) {
			logger.warn("The phases of a migration cannot be told", ex);
		}
	}

	private void announceAndLook(MigrationPhase own) {
		this.operations.put(key(own), CONTENT, LIFE).await();
		for (MigrationPhase other : this.keys.keySet()) {
			if (other.isCompatibleWith(own)) {
				this.seen.remove(other);
				this.warned.remove(other);
			}
			else {
				look(own, other);
			}
		}
	}

	private void look(MigrationPhase own, MigrationPhase other) {
		Item item = this.operations.get(key(other)).await();
		CasToken before = (item != null) ? this.seen.put(other, item.token()) : this.seen.remove(other);
		boolean alive = item != null && before != null && !before.equals(item.token());
		if (alive && this.warned.add(other)) {
			logger
				.warn(("There are instances in phase '%s' of the migration while this one is in phase '%s'. What one of "
						+ "them removes, the other may still serve: have all instances go through the phases in between, "
						+ "and wait until all are there")
					.formatted(name(other), name(own)));
		}
	}

	private MemcachedKey key(MigrationPhase phase) {
		return Objects.requireNonNull(this.keys.get(phase));
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

}
