package io.github.memcachedspring.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.generation.Generations;
import io.github.memcachedspring.lease.LeaseFlight;
import io.github.memcachedspring.lease.Leases;
import io.github.memcachedspring.lease.News;
import org.jspecify.annotations.Nullable;

/**
 * One load in the fleet: decides, after each thing that is learnt about a key, what a
 * caller does next. How a caller waits is left to {@link BlockingLoads} and
 * {@link AsyncLoads}.
 */
final class LeasedLoads {

	/**
	 * How often a caller waits for a load of its JVM that is not stored. After each time
	 * it looks whether it still has to load.
	 */
	static final int RIDES = 2;

	private final CacheContext context;

	private final LoadedWriter writer;

	private final BackgroundRefreshes refreshes;

	LeasedLoads(CacheContext context, LoadedWriter writer) {
		this.context = context;
		this.writer = writer;
		this.refreshes = new BackgroundRefreshes(context, writer);
	}

	/** Reads an entry, and takes part in the lease for it if there is none. */
	Reply<Lookup> find(MemcachedKey key) {
		return this.context.store().findOrLease(key, leases().stub());
	}

	/**
	 * Called on the thread of a caller with each of its hits: it may be time for a
	 * refresh.
	 */
	void afterHit(LoadRequest request, Lookup hit, Callable<?> loader) {
		if (hit.entry() != null) {
			afterHit(request, hit, () -> completed(loader), this.context.threads().refreshes());
		}
	}

	private static CompletableFuture<?> completed(Callable<?> loader) {
		try {
			return CompletableFuture.completedFuture(loader.call());
		}
		catch (Exception ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** Called with each hit of a caller that does not wait. */
	void afterHit(LoadRequest request, Lookup hit, Supplier<? extends CompletableFuture<?>> loader, Executor executor) {
		if (hit.entry() != null) {
			this.refreshes.start(request, hit, hit.entry(), loader, executor);
		}
	}

	/** Returns what runs a refresh in the context of this thread, where there are any. */
	Executor refreshesHere() {
		RefreshExecutor refreshes = this.context.threads().refreshes();
		return this.context.configuration().refreshes() ? refreshes.here() : refreshes;
	}

	/** Decides after a read. */
	Reply<Step> next(LoadRequest request, Lookup lookup) {
		CasToken token = lookup.token();
		return switch (lookup.state()) {
			case HIT, DUE, DUE_WON, STALE, STALE_WON -> Reply.of(new Step.Take(lookup));
			case WON -> Reply.of((token != null) ? depart(request, lookup, token) : new Step.LoadUnstored());
			case LOADING -> Reply.of((token != null) ? join(request, lookup, token) : new Step.LoadUnstored());
			case OUTDATED -> (token != null) ? replace(request, lookup, token) : Reply.of(new Step.LoadUnstored());
			case UNKNOWN, ABSENT -> Reply.of(new Step.LoadUnstored());
		};
	}

	private Step depart(LoadRequest request, Lookup lookup, CasToken token) {
		this.context.statistics().leaseWins.increment();
		LeaseFlight<Loaded> flight = leases().depart(request.wireKey(), token, lookup.generation());
		return new Step.Load(new LeasedLoad(this.context, this.writer, request, flight, lookup));
	}

	private Step join(LoadRequest request, Lookup lookup, CasToken token) {
		LeaseFlight<Loaded> flight = leases().find(request.wireKey(), token, lookup.generation());
		return (flight != null) ? new Step.Join(flight) : new Step.Await(token, lookup.generation());
	}

	private Reply<Step> replace(LoadRequest request, Lookup lookup, CasToken token) {
		Entry former = lookup.entry();
		if (former != null && this.context.refreshes().isResting(request.wireKey())) {
			return Reply.of(shared(Loaded.stale(former)));
		}
		return leases().claim(request.wireKey(), token)
			.flatMap((claimed) -> (claimed != null) ? Reply.of(depart(request, lookup, claimed)) : look(request));
	}

	/** Looks once more, and decides. */
	Reply<Step> look(LoadRequest request) {
		return find(request.wireKey()).flatMap((lookup) -> next(request, lookup));
	}

	/** Decides when a load of this JVM has ended. */
	Reply<Step> landed(LoadRequest request, @Nullable Loaded loaded) {
		return (loaded != null) ? Reply.of(shared(loaded)) : look(request);
	}

	/** Decides what to do with a value that another caller has loaded. */
	Step shared(Loaded loaded) {
		Lookup copy = loaded.copy(this.context.store());
		return copy.hit() ? new Step.Take(copy) : new Step.LoadAlone();
	}

	/** Decides when there are news of a load elsewhere. */
	Reply<Step> heard(LoadRequest request, News<Loaded> news) {
		if (news instanceof News.Seen<Loaded> seen) {
			return this.context.store()
				.examine(request.wireKey(), seen.item())
				.flatMap((lookup) -> next(request, lookup));
		}
		if (news instanceof News.Unknown<Loaded> unknown) {
			this.context.failedQuietly(unknown.failure());
			return Reply.of(new Step.LoadUnstored());
		}
		return Reply.of(new Step.Join(((News.Joined<Loaded>) news).flight()));
	}

	/** Waits for a load elsewhere; whoever gives up completes the future. */
	CompletableFuture<News<Loaded>> await(LoadRequest request, Step.Await step) {
		return leases().await(request.wireKey(), step.token(), step.generation());
	}

	/** Returns a value for those who share an unstored load. */
	Loaded unstored(LoadRequest request, @Nullable Object value) {
		return Loaded.of(this.writer.encode(request, value, Generations.UNKNOWN));
	}

	private Leases<Loaded> leases() {
		return this.context.leases();
	}

}
