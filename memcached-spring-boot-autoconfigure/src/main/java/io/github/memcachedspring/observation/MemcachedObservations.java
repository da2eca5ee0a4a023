package io.github.memcachedspring.observation;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.github.memcachedspring.cache.LoadWaitListener;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Verb;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Observes commands, and waits for loads. While no handler listens this costs a command
 * the question whether one does, and no memory.
 *
 * <p>
 * The parent of an observation is the one that is current on the thread of the call,
 * wherever the call continues. The observation of a command ends when whoever sent it
 * takes in the answer, for some in the background on a thread that all connections share:
 * handlers must not block.
 *
 * @since 0.1.0
 */
public final class MemcachedObservations {

	private static final Log logger = LogFactory.getLog(MemcachedObservations.class);

	private final AtomicBoolean warned = new AtomicBoolean();

	private volatile Target target = new Target(ObservationRegistry.NOOP, null, null);

	/**
	 * Decorates a cluster. Belongs where only those commands come that are really sent.
	 * @param engine the cluster
	 * @param name name of the cluster
	 * @return the operations to use in its place
	 */
	public MemcachedOperations on(MemcachedOperations engine, String name) {
		return new ObservedOperations(engine, name, this);
	}

	/**
	 * Returns what observes the waits of a cache manager's calls.
	 * @return the listener for
	 * {@link io.github.memcachedspring.cache.MemcachedCacheManager.Builder#loadWaitListener}
	 */
	public LoadWaitListener waits() {
		return new ObservedWaits(this);
	}

	/**
	 * Begins to observe: what happens earlier is not observed.
	 * @param registry has the handlers
	 */
	public void observeIn(ObservationRegistry registry) {
		observeIn(registry, null, null);
	}

	/**
	 * Begins to observe with conventions of one's own.
	 * @param registry has the handlers
	 * @param commands names and key values of commands, or {@code null} for the default
	 * @param waits names and key values of waits, or {@code null} for the default
	 */
	public void observeIn(ObservationRegistry registry, @Nullable MemcachedCommandConvention commands,
			@Nullable LoadWaitConvention waits) {
		this.target = new Target(registry, commands, waits);
	}

	boolean isOff() {
		return this.target.registry().isNoop();
	}

	@Nullable Observation current() {
		return this.target.registry().getCurrentObservation();
	}

	Observation command(String cluster, MemcachedNode node, Verb verb, @Nullable MemcachedKey key) {
		Target now = this.target;
		return started(
				() -> MemcachedObservation.COMMAND.start(now.commands(), DefaultMemcachedCommandConvention.INSTANCE,
						() -> new MemcachedCommandContext(cluster, node, verb, key), now.registry()));
	}

	Observation wait(String cache, Object key, @Nullable Observation parent) {
		Target now = this.target;
		return started(() -> MemcachedObservation.LOAD_WAIT
			.observation(now.waits(), DefaultLoadWaitConvention.INSTANCE, () -> new LoadWaitContext(cache, key),
					now.registry())
			.parentObservation(parent)
			.start());
	}

	private Observation started(Supplier<Observation> start) {
		try {
			return start.get();
		}
		catch (RuntimeException ex) {
			failed(ex);
			return Observation.NOOP;
		}
	}

	/** Ends an observation. */
	void stop(Runnable end) {
		try {
			end.run();
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	/** The fault of a handler or a convention, and no reason to lose an answer. */
	private void failed(RuntimeException cause) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("An observation failed, and is missing; this is logged once", cause);
		}
	}

	/** Where observations go. */
	private record Target(ObservationRegistry registry, @Nullable MemcachedCommandConvention commands,
			@Nullable LoadWaitConvention waits) {

	}

}
