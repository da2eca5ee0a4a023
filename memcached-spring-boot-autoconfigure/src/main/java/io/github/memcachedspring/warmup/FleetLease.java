package io.github.memcachedspring.warmup;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.StoreResult;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The turn of one instance of the fleet. It is an empty item that expires unless its
 * holder renews it, every third of its time; whoever comes first after that has the next
 * turn. A holder that has dealt with all keys leaves a mark instead, for those who wait.
 */
final class FleetLease {

	private static final Log logger = LogFactory.getLog(FleetLease.class);

	/** Kind of the keys; those of caches are {@code c} and {@code g}. */
	private static final String KIND = "w";

	/** Longer than those who wait take to look again. */
	private static final Expiration MARK = Expiration.after(Duration.ofMinutes(1));

	private static final Duration SERVER_SECOND = Duration.ofSeconds(1);

	private static final byte[] DONE = { 'd' };

	private final MemcachedOperations operations;

	private final MemcachedKey key;

	private final Duration length;

	private final Expiration stub;

	private final ScheduledExecutorService timer;

	private @Nullable CasToken token;

	private long renewedAt;

	private @Nullable Future<?> renewals;

	FleetLease(MemcachedOperations operations, String prefix, String name, Duration length,
			ScheduledExecutorService timer) {
		this.operations = operations;
		this.key = KeySpace.of(prefix, KIND, name).key("");
		this.length = length;
		this.stub = Expiration.after(length);
		this.timer = timer;
	}

	/**
	 * Takes the turn if nobody has it.
	 * @param waited whether this instance has waited for the holder before, and so is
	 * content with what that one has done
	 * @throws MemcachedException if memcached did not answer
	 */
	Claim claim(boolean waited) {
		long sentAt = System.nanoTime();
		Item item = this.operations.getWithLease(this.key, this.stub).await();
		if (item.isStub()) {
			return item.won() ? hold(item.token(), sentAt) : Claim.TAKEN;
		}
		if (waited) {
			return Claim.DONE;
		}
		CasToken next = this.operations.renewLease(this.key, this.stub, item.token()).await();
		return (next != null) ? hold(next, sentAt) : Claim.TAKEN;
	}

	private synchronized Claim hold(CasToken token, long sentAt) {
		this.token = token;
		this.renewedAt = sentAt;
		long period = this.length.toNanos() / 3;
		this.renewals = this.timer.scheduleAtFixedRate(this::renew, period, period, TimeUnit.NANOSECONDS);
		return Claim.HELD;
	}

	/** If there is no answer, the old token is tried again; the server decides. */
	private synchronized void renew() {
		CasToken current = this.token;
		if (current == null) {
			return;
		}
		long sentAt = System.nanoTime();
		try {
			this.token = this.operations.renewLease(this.key, this.stub, current).await();
			this.renewedAt = sentAt;
		}
		catch (RuntimeException ex) {
			logger.debug("The lease of '%s' could not be renewed".formatted(this.key), ex);
		}
	}

	/**
	 * Returns whether nobody else can have the turn yet, by this JVM's own clock. The
	 * server counts whole seconds, so the item may be gone one earlier.
	 */
	synchronized boolean isHeld() {
		return this.token != null && System.nanoTime() - this.renewedAt < this.length.minus(SERVER_SECOND).toNanos();
	}

	/**
	 * Ends the turn, if it has not ended; leaves the mark if all keys are dealt with.
	 * @return false if the turn was lost, or memcached did not answer, so that it may
	 * have been restarted and what was stored be gone
	 */
	synchronized boolean release(boolean done) {
		CasToken last = this.token;
		this.token = null;
		if (this.renewals != null) {
			this.renewals.cancel(false);
		}
		try {
			return last != null && (done ? mark(last) : this.operations.evictIfUnchanged(this.key, last).await());
		}
		catch (RuntimeException ex) {
			logger.debug("The lease of '%s' could not be released, and expires".formatted(this.key), ex);
			return false;
		}
	}

	private boolean mark(CasToken last) {
		return this.operations.fill(this.key, DONE, MARK, last).await() == StoreResult.STORED;
	}

	/** What came of asking for the turn. */
	enum Claim {

		/** It is this instance's turn. */
		HELD,

		/** It is somebody else's. */
		TAKEN,

		/** Whoever was waited for has dealt with all keys. */
		DONE

	}

}
