package io.github.memcachedspring.cache;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
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

	private final LoadWaitListener.Caller listener;

	private final boolean reentrant;

	private final Executor refreshes;

	private boolean waited;

	AsyncCaller(CacheContext context, LeasedLoads leasedLoads, LoadRequest request,
			Supplier<CompletableFuture<T>> loader) {
		this.context = context;
		this.leasedLoads = leasedLoads;
		this.request = request;
		this.loader = loader;
		this.listener = context.waits().called(context.name(), request.key());
		this.reentrant = CurrentLoad.isLoading(context, request.wireKey());
		this.refreshes = leasedLoads.refreshesHere();
	}

	CompletableFuture<T> start(Reply<Lookup> read) {
		read.subscribe(executor(), (lookup, failure) -> guarded(() -> {
			if (lookup == null) {
				complete(null, failure);
			}
			else if (lookup.hit()) {
				take(lookup);
			}
			else {
				proceed(this.leasedLoads.next(this.request, lookup));
			}
		}));
		return this.result;
	}

	private void proceed(Reply<Step> next) {
		next.subscribe(executor(), (step, failure) -> guarded(() -> {
			if (failure != null) {
				if (!(failure instanceof MemcachedException)) {
					throw failure;
				}
				this.context.failedQuietly(failure);
			}
			take((step != null) ? step : new Step.LoadUnstored());
		}));
	}

	private void take(Step step) {
		if (step instanceof Step.Take hit) {
			if (hit.lookup().isStale()) {
				this.context.statistics().staleServed.increment();
			}
			take(hit.lookup());
		}
		else if (step instanceof Step.Load load) {
			run(load.load());
		}
		else if (step instanceof Step.LoadAlone || this.reentrant) {
			call().whenComplete(this::complete);
		}
		else {
			await(step);
		}
	}

	@SuppressWarnings({ "unchecked", "NullAway" }) // the caller knows its type
	private void take(Lookup hit) {
		this.leasedLoads.afterHit(this.request, hit, this.loader, this.refreshes);
		this.result.complete((T) hit.value());
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
			when(join.flight().result(), remaining(), (loaded, ended) -> {
				if (ended && (loaded != null || remaining() > 0)) {
					proceed(this.leasedLoads.landed(this.request, loaded));
				}
				else {
					loadUnstored(System.nanoTime() + waitLimit());
				}
			});
		}
		else if (step instanceof Step.Await elsewhere) {
			countWait();
			CompletableFuture<News<Loaded>> future = this.leasedLoads.await(this.request, elsewhere);
			when(future, remaining(), (news, ended) -> {
				if (news != null) {
					proceed(this.leasedLoads.heard(this.request, news));
				}
				else {
					loadUnstored(System.nanoTime() + waitLimit());
				}
			});
		}
		else {
			loadUnstored(System.nanoTime() + waitLimit());
		}
	}

	private void run(LeasedLoad load) {
		call().whenComplete((value, failure) -> guarded(() -> {
			Lookup former = (failure != null) ? load.failed(failure) : Lookup.NOTHING;
			if (former.hit()) {
				take(new Step.Take(former));
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

	private void loadUnstored(long limit) {
		Ride<Loaded> ride = this.context.unstoredLoads().join(this.request.wireKey(), this.startedAt);
		if (ride.isDriver()) {
			when(ride.departure(), limit - System.nanoTime(), (free, ended) -> drive(ride));
			return;
		}
		countWait();
		when(ride.result(), limit - System.nanoTime(), (loaded, ended) -> {
			if (loaded != null) {
				take(this.leasedLoads.shared(loaded));
			}
			else if (ended) {
				loadUnstored(limit);
			}
			else {
				call().whenComplete(this::complete);
			}
		});
	}

	private void drive(Ride<Loaded> ride) {
		ride.depart();
		call().whenComplete((value, failure) -> {
			Loaded loaded = null;
			try {
				loaded = (failure == null) ? this.leasedLoads.unstored(this.request, value) : null;
			}
			finally {
				ride.land(loaded);
				complete(value, failure);
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

	@SuppressWarnings("NullAway") // null only where T admits it
	private void complete(@Nullable T value, @Nullable Throwable failure) {
		if (failure != null) {
			boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
			this.result.completeExceptionally(wrapped ? failure.getCause() : failure);
		}
		else {
			this.result.complete(value);
		}
	}

	/** Continues when a future is done or the time is over. */
	private <R extends @Nullable Object> void when(CompletableFuture<R> future, long nanos, Continuation<R> next) {
		LoadWaitListener.Caller waiting = future.isDone() ? LoadWaitListener.Caller.UNHEARD : this.listener;
		LoadWaitListener.Wait wait = waiting.waits();
		future.orTimeout(Math.max(nanos, 0), TimeUnit.NANOSECONDS).whenCompleteAsync((value, timeout) -> guarded(() -> {
			wait.ended(timeout == null);
			next.accept(value, timeout == null);
		}), executor());
	}

	/** No failure may be lost between two futures. */
	private void guarded(Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException | Error ex) {
			this.result.completeExceptionally(ex);
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

	private interface Continuation<R extends @Nullable Object> {

		void accept(@Nullable R result, boolean ended);

	}

}
