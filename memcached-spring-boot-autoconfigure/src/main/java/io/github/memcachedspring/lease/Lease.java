package io.github.memcachedspring.lease;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * One lease that this JVM holds, from its first token to its end. Renewal, store and
 * release come one after the other, each with the token that the one before it left.
 *
 * <p>
 * After a renewal without an answer nobody knows whether the token has changed. The old
 * one is tried again then, and the server decides: it refuses a token that it has
 * replaced.
 */
final class Lease {

	private static final int TOKENS = 4;

	private final LeaseContext context;

	private final MemcachedKey key;

	/** The newest last. */
	private final Deque<CasToken> tokens = new ArrayDeque<>();

	/** What the server has, as far as is known; null once it has something else. */
	private @Nullable CasToken token;

	/** Whether the token is that of a value, which a refresh must not delete. */
	private boolean live;

	private Phase phase = Phase.HELD;

	private @Nullable CompletableFuture<@Nullable Void> renewal;

	private @Nullable Future<?> nextRenewal;

	Lease(LeaseContext context, MemcachedKey key, CasToken token, boolean live) {
		this.context = context;
		this.key = key;
		this.token = token;
		this.live = live;
		this.tokens.add(token);
	}

	/**
	 * Returns whether a token is, or was of late, the one of this lease. Whoever comes
	 * with an older one, which takes a pause of that many renewals, waits for the lease
	 * as if it were another JVM's, and is told at the first poll.
	 */
	synchronized boolean has(CasToken token) {
		return this.tokens.contains(token);
	}

	void renewAfter(long delayNanos) {
		Future<?> next = this.context.schedule(this::renew, delayNanos);
		synchronized (this) {
			if (this.phase == Phase.HELD) {
				this.nextRenewal = next;
				return;
			}
		}
		cancel(next);
	}

	private void renew() {
		CompletableFuture<@Nullable Void> answered = new CompletableFuture<>();
		CasToken current;
		synchronized (this) {
			current = this.token;
			if (this.phase != Phase.HELD || current == null) {
				return;
			}
			this.renewal = answered;
		}
		long sentAt = System.nanoTime();
		this.context.operations()
			.renewLease(this.key, this.context.stub(), current)
			.subscribe(this.context.timer(), (next, failure) -> {
				if (failure == null) {
					renewed(next);
				}
				goOn(answered, sentAt);
			});
	}

	private synchronized void renewed(@Nullable CasToken next) {
		this.token = next;
		if (next != null) {
			this.tokens.add(next);
			if (this.tokens.size() > TOKENS) {
				this.tokens.remove();
			}
			this.live = false;
		}
		else {
			this.phase = Phase.OVER;
		}
	}

	private void goOn(CompletableFuture<@Nullable Void> answered, long sentAt) {
		boolean held;
		synchronized (this) {
			this.renewal = null;
			held = this.phase == Phase.HELD;
		}
		if (held) {
			renewAfter(this.context.length().toNanos() / 3 - (System.nanoTime() - sentAt));
		}
		answered.complete(null);
	}

	/** Ends the lease with a store, unless it has ended. */
	Reply<StoreResult> store(Function<CasToken, Reply<StoreResult>> store) {
		CompletableFuture<@Nullable Void> underWay;
		Future<?> next;
		synchronized (this) {
			if (this.phase != Phase.HELD) {
				return Reply.of(StoreResult.NOT_FOUND);
			}
			this.phase = Phase.STORING;
			underWay = this.renewal;
			next = this.nextRenewal;
		}
		cancel(next);
		return (underWay != null) ? Reply.ofFuture(underWay).flatMap((answered) -> send(store)) : send(store);
	}

	private Reply<StoreResult> send(Function<CasToken, Reply<StoreResult>> store) {
		CasToken current;
		boolean voided;
		synchronized (this) {
			current = this.token;
			voided = this.phase != Phase.STORING;
		}
		if (voided || current == null) {
			release();
			return Reply.of(StoreResult.NOT_FOUND);
		}
		return store.apply(current).onFailure((failure) -> {
			// Nobody knows whether it was stored; if not, the next caller need not wait.
			release();
			return Reply.failed(failure);
		});
	}

	/** Ends the lease if it was not stored under. */
	void endUnlessStored() {
		synchronized (this) {
			if (this.phase == Phase.STORING) {
				return;
			}
		}
		end();
	}

	/** Ends the lease; a store that waits for a renewal is not sent any more. */
	void end() {
		CompletableFuture<@Nullable Void> underWay;
		Future<?> next;
		synchronized (this) {
			boolean held = this.phase == Phase.HELD;
			this.phase = Phase.OVER;
			if (!held) {
				return;
			}
			underWay = this.renewal;
			next = this.nextRenewal;
		}
		cancel(next);
		if (underWay != null) {
			underWay.thenRun(this::release);
		}
		else {
			release();
		}
	}

	private void release() {
		CasToken last;
		synchronized (this) {
			last = this.live ? null : this.token;
		}
		if (last != null) {
			this.context.release(this.key, last);
		}
	}

	private static void cancel(@Nullable Future<?> task) {
		if (task != null) {
			task.cancel(false);
		}
	}

	private enum Phase {

		/** Renewed until further notice. */
		HELD,

		/** A store is being sent or was sent, its answer is not known. */
		STORING,

		/** Stored under, lost or released. */
		OVER

	}

}
