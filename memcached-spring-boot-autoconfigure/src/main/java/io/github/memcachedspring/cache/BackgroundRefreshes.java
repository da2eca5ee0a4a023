package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.memcachedspring.cache.Lookup.State;
import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.lease.CurrentLoad;
import org.jspecify.annotations.Nullable;

/**
 * Loads in the background, while callers get the value that is still there.
 */
final class BackgroundRefreshes {

	private final CacheContext context;

	private final LoadedWriter writer;

	BackgroundRefreshes(CacheContext context, LoadedWriter writer) {
		this.context = context;
		this.writer = writer;
	}

	/**
	 * Refreshes a value if this JVM is the one to do so.
	 * @param executor takes the caller's context along
	 */
	void start(LoadRequest request, Lookup hit, Entry entry, Supplier<? extends CompletableFuture<?>> loader,
			Executor executor) {
		boolean mine = hit.state() == State.STALE_WON;
		if (mine || (hit.state() == State.DUE && refreshes().begin(request.wireKey()))) {
			try {
				executor.execute(() -> refresh(request, hit, entry, loader));
			}
			catch (RuntimeException ex) {
				// Most likely there is no room; the hit is not to suffer, whatever it is.
				this.context.statistics().refreshesSkipped.increment();
				giveUp(request.wireKey(), hit, entry);
			}
		}
	}

	/** Leaves it to a later hit. */
	private void giveUp(MemcachedKey key, Lookup hit, Entry entry) {
		CasToken token = hit.token();
		if (hit.state() == State.DUE || token == null) {
			refreshes().rest(key);
			return;
		}
		putBackLater(key, entry, token);
	}

	/**
	 * Not at once: each hit would ask again, and each time the item might gain a second.
	 */
	private void putBackLater(MemcachedKey key, Entry entry, CasToken token) {
		Duration delay = entry.delayUntilPutBack(Refreshes.REST);
		if (delay != null) {
			refreshes().after(delay, () -> {
				Expiration expiration = entry.expiration();
				if (expiration != null) {
					Replies.send(this.context.store().putBack(key, entry, expiration, token));
				}
			});
		}
	}

	private void refresh(LoadRequest request, Lookup hit, Entry entry,
			Supplier<? extends CompletableFuture<?>> loader) {
		boolean resting = false;
		try {
			Lookup won = (hit.state() == State.DUE) ? compete(request.wireKey(), entry) : hit;
			if (won.state() == State.DUE_WON || won.state() == State.STALE_WON) {
				resting = !load(request, won, loader);
			}
		}
		finally {
			if (!resting) {
				refreshes().end(request.wireKey());
			}
		}
	}

	private Lookup compete(MemcachedKey key, Entry entry) {
		try {
			return this.context.store().findForRefresh(key, entry).await();
		}
		catch (RuntimeException ex) {
			this.context.failedQuietly(ex);
			return Lookup.NOTHING;
		}
	}

	/** Returns false if the load failed and the key rests for a while. */
	private boolean load(LoadRequest request, Lookup won, Supplier<? extends CompletableFuture<?>> loader) {
		Entry former = won.entry();
		CasToken token = won.token();
		if (former == null || token == null) {
			return true;
		}
		if (former.hasGone()) {
			// The refresh waited for a thread for too long.
			this.context.statistics().refreshesSkipped.increment();
			return true;
		}
		LeasedLoad load = new LeasedLoad(this.context, this.writer, request,
				this.context.leases().departForRefresh(request.wireKey(), token, won.generation(), former.left()), won);
		this.context.statistics().refreshes.increment();
		this.context.statistics().loads.increment();
		Object value;
		try {
			value = CurrentLoad.call(this.context, request.wireKey(), () -> loader.get().get());
		}
		catch (Throwable ex) {
			failed(request.wireKey(), load, former, ex);
			return false;
		}
		load.succeeded(value, true);
		return true;
	}

	private void failed(MemcachedKey key, LeasedLoad load, Entry former, Throwable failure) {
		this.context.statistics().refreshesFailed.increment();
		this.context.failurePolicy().refreshFailed(this.context.name(), cause(failure));
		Duration delay = former.delayUntilPutBack(Refreshes.REST);
		if (delay == null) {
			// It expires before anybody could do better, but may be wanted after that.
			load.abandoned(former.outlivesExpiry() ? former : null);
			refreshes().rest(key);
			return;
		}
		// Until then nobody else in the fleet tries either.
		refreshes().after(delay, () -> {
			load.abandoned(former);
			refreshes().end(key);
		});
	}

	private static Throwable cause(Throwable failure) {
		Throwable cause = (failure instanceof ExecutionException) ? failure.getCause() : null;
		return (cause != null) ? cause : failure;
	}

	private Refreshes refreshes() {
		return this.context.refreshes();
	}

}
