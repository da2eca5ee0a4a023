package io.github.memcachedspring.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.lease.CurrentLoad;
import io.github.memcachedspring.lease.News;
import io.github.memcachedspring.lease.UnstoredLoads.Ride;
import org.jspecify.annotations.Nullable;

/**
 * One call that does not wait, from the look into the cache to its own future. All its
 * waits are bounded: what a continuation waits for in turn cannot be seen.
 */
final class AsyncCaller<T> {

	private final CacheContext context;

	private final LeasedLoads leasedLoads;

	private final LoadRequest request;

	private final Supplier<CompletableFuture<T>> loader;

	private final CompletableFuture<T> result = new CompletableFuture<>();

	private final long startedAt = System.nanoTime();

	private final Continuations continuations;

	private final boolean reentrant;

	private final Executor refreshes;

	private boolean waited;

	/** What this caller drives, if it does. */
	private @Nullable Ride<Loaded> ride;

	AsyncCaller(CacheContext context, LeasedLoads leasedLoads, LoadRequest request,
			Supplier<CompletableFuture<T>> loader) {
		this.context = context;
		this.leasedLoads = leasedLoads;
		this.request = request;
		this.loader = loader;
		this.continuations = new Continuations(executor(), context.waits().called(context.name(), request.key()),
				(failure) -> complete(null, failure));
		this.reentrant = CurrentLoad.isLoading(context, request.wireKey());
		this.refreshes = leasedLoads.refreshesHere();
	}

	CompletableFuture<T> start(Reply<Lookup> read) {
		read.subscribe(executor(), (lookup, failure) -> this.continuations.guarded(() -> {
			if (lookup == null) {
				complete(null, failure);
			}
			else if (lookup.hit()) {
				take(lookup);
			}
			else {
				proceed(this.leasedLoads.next(this.request, lookup), this::take);
			}
		}));
		return this.result;
	}

	private void proceed(Reply<Step> next, Consumer<Step> taker) {
		next.subscribe(executor(), (step, failure) -> this.continuations.guarded(() -> {
			if (failure != null) {
				if (!(failure instanceof MemcachedException)) {
					throw failure;
				}
				this.context.failedQuietly(failure);
			}
			taker.accept((step != null) ? step : new Step.LoadUnstored());
		}));
	}

	private void take(Step step) {
		if (step.endsWaiting() || this.reentrant) {
			finish(step);
		}
		else {
			await(step);
		}
	}

	private void finish(Step step) {
		if (step instanceof Step.Take hit) {
			if (hit.lookup().isStale()) {
				this.context.statistics().staleServed.increment();
			}
			take(hit.lookup());
		}
		else if (step instanceof Step.Load load) {
			run(load.load());
		}
		else {
			call().whenComplete(this::complete);
		}
	}

	@SuppressWarnings({ "unchecked", "NullAway" }) // the caller knows its type
	private void take(Lookup hit) {
		this.leasedLoads.afterHit(this.request, hit, this.loader, this.refreshes);
		complete((T) hit.value(), null);
	}

	private void countWait() {
		if (!this.waited) {
			this.waited = true;
			this.context.statistics().waits.increment();
		}
	}

	private void await(Step step) {
		if (step instanceof Step.Join join) {
			countWait();
			this.continuations.when(join.flight().result(), remaining(), (loaded, ended) -> {
				if (ended && (loaded != null || remaining() > 0)) {
					proceed(this.leasedLoads.landed(this.request, loaded), this::take);
				}
				else {
					loadUnstored(LeasedLoads.RIDES);
				}
			});
		}
		else if (step instanceof Step.Await elsewhere) {
			countWait();
			CompletableFuture<News<Loaded>> future = this.leasedLoads.await(this.request, elsewhere);
			this.continuations.when(future, remaining(), (news, ended) -> {
				if (news != null) {
					proceed(this.leasedLoads.heard(this.request, news), this::take);
				}
				else {
					loadUnstored(LeasedLoads.RIDES);
				}
			});
		}
		else {
			loadUnstored(LeasedLoads.RIDES);
		}
	}

	private void run(LeasedLoad load) {
		call().whenComplete((value, failure) -> this.continuations.guarded(() -> {
			Lookup former = (failure != null) ? load.failed(failure) : Lookup.NOTHING;
			if (former.hit()) {
				finish(new Step.Take(former));
				return;
			}
			try {
				if (failure == null) {
					// The caller does not wait for the store; its next read comes behind.
					load.succeeded(value, false);
				}
			}
			finally {
				complete(value, failure);
			}
		}));
	}

	private void loadUnstored(int rides) {
		loadUnstored(rides, System.nanoTime() + waitLimit());
	}

	private void loadUnstored(int rides, long limit) {
		Ride<Loaded> ride = this.context.unstoredLoads().join(this.request.wireKey(), this.startedAt);
		if (ride.isDriver()) {
			drive(ride, limit);
			return;
		}
		countWait();
		this.continuations.when(ride.result(), limit - System.nanoTime(), (loaded, ended) -> {
			if (loaded != null) {
				finish(this.leasedLoads.shared(loaded));
			}
			else if (ended) {
				loadUnstored(rides, limit);
			}
			else {
				lookAgain((step) -> {
					if (step.endsWaiting() || rides == 1) {
						finish(step);
					}
					else {
						loadUnstored(rides - 1);
					}
				});
			}
		});
	}

	/**
	 * Called after a wait in vain: the value may have been stored by now, or the lease be
	 * free.
	 */
	private void lookAgain(Consumer<Step> taker) {
		proceed(this.leasedLoads.look(this.request), taker);
	}

	private void drive(Ride<Loaded> ride, long limit) {
		this.ride = ride;
		Consumer<Step> driver = (step) -> {
			ride.depart();
			finish(step);
		};
		this.continuations.when(ride.departure(), limit - System.nanoTime(), (free, ended) -> {
			if (ended) {
				driver.accept(new Step.LoadUnstored());
			}
			else {
				lookAgain(driver);
			}
		});
	}

	/**
	 * Runs the loader. What it throws before it returns its future fails that too, as
	 * does the lack of one: a load that is lost would never end.
	 */
	private CompletableFuture<T> call() {
		this.context.statistics().loads.increment();
		try {
			CompletableFuture<T> future = CurrentLoad.call(this.context, this.request.wireKey(), this.loader::get);
			return (future != null) ? future : CompletableFuture.failedFuture(new IllegalStateException(
					"The loader for key '%s' returned no future".formatted(this.request.key())));
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void complete(@Nullable T value, @Nullable Throwable failure) {
		try {
			land(value, failure);
		}
		finally {
			answer(value, failure);
		}
	}

	private void land(@Nullable T value, @Nullable Throwable failure) {
		Ride<Loaded> driven = this.ride;
		if (driven == null) {
			return;
		}
		Loaded loaded = null;
		try {
			loaded = (failure == null) ? this.leasedLoads.unstored(this.request, value) : null;
		}
		finally {
			driven.land(loaded);
		}
	}

	@SuppressWarnings("NullAway") // null only where T admits it
	private void answer(@Nullable T value, @Nullable Throwable failure) {
		if (failure != null) {
			boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
			this.result.completeExceptionally(wrapped ? failure.getCause() : failure);
		}
		else {
			this.result.complete(value);
		}
	}

	private long remaining() {
		return this.startedAt + waitLimit() - System.nanoTime();
	}

	private long waitLimit() {
		return this.context.configuration().getWaitLimit().toNanos();
	}

	private Executor executor() {
		return this.context.threads().completions();
	}

}
