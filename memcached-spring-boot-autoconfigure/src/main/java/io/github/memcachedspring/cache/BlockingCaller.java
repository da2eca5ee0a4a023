package io.github.memcachedspring.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.lease.CurrentLoad;
import io.github.memcachedspring.lease.News;
import io.github.memcachedspring.lease.UnstoredLoads.Ride;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueRetrievalException;

/**
 * One call that found no value and waits on its own thread. An interrupt ends the wait,
 * not the call: the caller loads for itself then.
 */
final class BlockingCaller {

	private final CacheContext context;

	private final LeasedLoads leasedLoads;

	private final LoadRequest request;

	private final Callable<?> loader;

	private final long startedAt;

	private final LoadWaitListener.Caller listener;

	private boolean waited;

	BlockingCaller(CacheContext context, LeasedLoads leasedLoads, LoadRequest request, Callable<?> loader,
			long startedAt) {
		this.context = context;
		this.leasedLoads = leasedLoads;
		this.request = request;
		this.loader = loader;
		this.startedAt = startedAt;
		this.listener = context.waits().called(context.name(), request.key());
	}

	/** Loads the value, or waits for whoever does. */
	@Nullable Object load(Lookup miss) {
		Step step = await(this.leasedLoads.next(this.request, miss));
		while (true) {
			if (step.endsWaiting() || CurrentLoad.isLoading(this.context, this.request.wireKey())) {
				return finish(step);
			}
			if (step instanceof Step.LoadUnstored) {
				return loadUnstored(LeasedLoads.RIDES);
			}
			countWait();
			step = (step instanceof Step.Join join) ? afterFlight(join) : afterNews((Step.Await) step);
		}
	}

	private Step await(Reply<Step> next) {
		return this.context.await(next, new Step.LoadUnstored());
	}

	private @Nullable Object finish(Step step) {
		if (step instanceof Step.Take take) {
			return taken(take.lookup());
		}
		return (step instanceof Step.Load load) ? run(load.load()) : call();
	}

	private @Nullable Object taken(Lookup lookup) {
		if (lookup.isStale()) {
			this.context.statistics().staleServed.increment();
		}
		this.leasedLoads.afterHit(this.request, lookup, this.loader);
		return lookup.value();
	}

	private void countWait() {
		if (!this.waited) {
			this.waited = true;
			this.context.statistics().waits.increment();
		}
	}

	@Nullable Object call() {
		this.context.statistics().loads.increment();
		try {
			return CurrentLoad.call(this.context, this.request.wireKey(), this.loader);
		}
		catch (Exception ex) {
			throw new ValueRetrievalException(this.request.key(), this.loader, ex);
		}
	}

	private @Nullable Object run(LeasedLoad load) {
		Object value;
		try {
			value = call();
		}
		catch (ValueRetrievalException | Error ex) {
			Lookup former = load.failed((ex.getCause() != null) ? ex.getCause() : ex);
			if (former.hit()) {
				return taken(former);
			}
			throw ex;
		}
		load.succeeded(value, true);
		return value;
	}

	/**
	 * Waits for a load of this JVM. Not for ever: it may hang, or wait for this very
	 * caller, which cannot be told if that is on another thread.
	 */
	private Step afterFlight(Step.Join join) {
		Waited<Loaded> landing = waitFor(join.flight().result(), remaining());
		if (!landing.ended() || (landing.result() == null && remaining() <= 0)) {
			return new Step.LoadUnstored();
		}
		return await(this.leasedLoads.landed(this.request, landing.result()));
	}

	private Step afterNews(Step.Await elsewhere) {
		News<Loaded> news = this.<News<Loaded>>waitFor(this.leasedLoads.await(this.request, elsewhere), remaining())
			.result();
		return (news != null) ? await(this.leasedLoads.heard(this.request, news)) : new Step.LoadUnstored();
	}

	private @Nullable Object loadUnstored(int rides) {
		long limit = System.nanoTime() + waitLimit();
		while (true) {
			Ride<Loaded> ride = this.context.unstoredLoads().join(this.request.wireKey(), this.startedAt);
			if (ride.isDriver()) {
				boolean free = waitFor(ride.departure(), limit - System.nanoTime()).ended();
				return drive(ride, free ? new Step.LoadUnstored() : lookAgain());
			}
			countWait();
			Waited<Loaded> landing = waitFor(ride.result(), limit - System.nanoTime());
			if (landing.result() != null) {
				return finish(this.leasedLoads.shared(landing.result()));
			}
			if (!landing.ended()) {
				Step step = lookAgain();
				return (step.endsWaiting() || rides == 1) ? finish(step) : loadUnstored(rides - 1);
			}
		}
	}

	/**
	 * Called after a wait in vain: the value may have been stored by now, or the lease be
	 * free.
	 */
	private Step lookAgain() {
		return Thread.currentThread().isInterrupted() ? new Step.LoadAlone()
				: await(this.leasedLoads.look(this.request));
	}

	private @Nullable Object drive(Ride<Loaded> ride, Step step) {
		ride.depart();
		Loaded loaded = null;
		try {
			Object value = finish(step);
			loaded = this.leasedLoads.unstored(this.request, value);
			return value;
		}
		finally {
			ride.land(loaded);
		}
	}

	private long remaining() {
		return this.startedAt + waitLimit() - System.nanoTime();
	}

	private long waitLimit() {
		return this.context.configuration().getWaitLimit().toNanos();
	}

	/** Cancels the future if nobody waits for it any more. */
	private <T extends @Nullable Object> Waited<T> waitFor(CompletableFuture<? extends T> future, long nanos) {
		if (future.isDone()) {
			return get(future, 0);
		}
		LoadWaitListener.Wait wait = this.listener.waits();
		Waited<T> waited = get(future, nanos);
		if (!waited.ended() && !future.cancel(false)) {
			// It came in the last moment, and may be a lease that this caller won.
			waited = get(future, 0);
		}
		wait.ended(waited.ended());
		return waited;
	}

	private static <T extends @Nullable Object> Waited<T> get(CompletableFuture<? extends T> future, long nanos) {
		try {
			return new Waited<>(true, future.get(nanos, TimeUnit.NANOSECONDS));
		}
		catch (TimeoutException ex) {
			return new Waited<>(false, null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new Waited<>(false, null);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("What callers wait for does not fail", ex);
		}
	}

	/**
	 * How a wait ended.
	 *
	 * @param ended whether what was waited for is there
	 * @param result the result, or null
	 */
	private record Waited<T extends @Nullable Object>(boolean ended, @Nullable T result) {

	}

}
