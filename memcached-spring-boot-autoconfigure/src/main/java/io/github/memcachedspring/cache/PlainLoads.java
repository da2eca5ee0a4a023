package io.github.memcachedspring.cache;

import java.time.Duration;

import io.github.memcachedspring.cache.Lookup.State;
import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Loads that nobody waits for: Spring runs the method after a miss, in every caller, and
 * may never store what comes of it. Their stub only carries the token, so it lives as
 * long as a load may take.
 */
final class PlainLoads {

	private final CacheContext context;

	private final LoadedWriter writer;

	private final Expiration stub;

	private final boolean settlesHits;

	PlainLoads(CacheContext context, LoadedWriter writer) {
		this.context = context;
		this.writer = writer;
		this.stub = Expiration.after(context.configuration().getLoadLimit());
		this.settlesHits = context.configuration().refreshes();
	}

	/** Reads an entry; whoever is to refresh it gets a miss. */
	Reply<Lookup> find(MemcachedKey key) {
		Reply<Lookup> found = this.context.store().findOrLease(key, this.stub);
		return this.settlesHits ? found.flatMap((lookup) -> settle(key, lookup)) : found;
	}

	private Reply<Lookup> settle(MemcachedKey key, Lookup lookup) {
		if (lookup.state() == State.DUE && lookup.entry() != null && this.context.refreshes().begin(key)) {
			return compete(key, lookup, lookup.entry());
		}
		return Reply.of(refreshing(lookup));
	}

	private Reply<Lookup> compete(MemcachedKey key, Lookup due, Entry entry) {
		return this.context.store().findForRefresh(key, entry).map((found) -> {
			this.context.refreshes().end(key);
			return found.hit() ? refreshing(found) : due;
		}).onFailure((failure) -> {
			this.context.refreshes().end(key);
			return Reply.of(due);
		});
	}

	private Lookup refreshing(Lookup lookup) {
		if (lookup.state() != State.DUE_WON && lookup.state() != State.STALE_WON) {
			return lookup;
		}
		this.context.statistics().refreshes.increment();
		return lookup.asMiss();
	}

	/** Counts a read. */
	Lookup counted(Lookup lookup) {
		if (lookup.state() == State.WON) {
			this.context.statistics().leaseWins.increment();
		}
		return this.context.counted(lookup);
	}

	/**
	 * Stores what an annotated method returned, if nothing happened to the key since it
	 * was read.
	 * @param before what was read
	 * @param startedAt {@link System#nanoTime()} of the read
	 * @param wait whether the caller may wait for the answer
	 */
	void store(LoadRequest request, @Nullable Object value, Lookup before, long startedAt, boolean wait) {
		CasToken token = token(request, before, startedAt);
		if (token != null && wait) {
			this.writer.fill(request, value, before.generation(), token);
		}
		else if (token != null) {
			this.writer.fillWithoutWaiting(request, value, before.generation(), token);
		}
	}

	/**
	 * Stores what the loader of a caller returned within a transaction, after its commit.
	 * Never throws.
	 */
	void storeAfterCommit(LoadRequest request, @Nullable Object value, Lookup before, long startedAt) {
		CasToken token = token(request, before, startedAt);
		if (!this.context.isStorable(value)) {
			giveUp(request, before);
		}
		else if (token != null) {
			this.context.writes()
				.perform(() -> this.writer.fillWithoutWaiting(request, value, before.generation(), token), () -> {
				});
		}
	}

	/** Gives up a key that was won, so that nobody waits for what is never stored. */
	void giveUp(LoadRequest request, Lookup before) {
		if (before.state() == State.WON && before.entry() == null && before.token() != null) {
			Replies.send(this.context.store().discard(request.wireKey(), before.token()));
		}
	}

	private @Nullable CasToken token(LoadRequest request, Lookup before, long startedAt) {
		if (before.token() == null) {
			this.context.statistics().refusedUnknown.increment();
			return null;
		}
		return isOverdue(request, startedAt) ? null : before.token();
	}

	private boolean isOverdue(LoadRequest request, long startedAt) {
		Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
		Duration limit = this.context.configuration().getLoadLimit();
		if (took.compareTo(limit) <= 0) {
			return false;
		}
		this.context.statistics().overdue.increment();
		this.context.failurePolicy().overdue(this.context.name(), request.key(), took, limit);
		return true;
	}

}
