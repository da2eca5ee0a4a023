package io.github.memcachedspring.warmup;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.memcachedspring.cache.CacheFiller;
import io.github.memcachedspring.cache.FillResult;
import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.warmup.CacheWarmer.Loader;
import io.github.memcachedspring.warmup.FleetLease.Claim;
import io.github.memcachedspring.warmup.WarmUpProgress.State;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * One warmer from waiting for its turn to its end. Where another instance stopped is
 * found by looking which entries are there.
 *
 * @param <K> type of the keys
 */
final class WarmerRun<K> {

	private static final Log logger = LogFactory.getLog(CacheWarmUp.class);

	/** How many keys are looked at together: enough to keep connections busy. */
	private static final int BATCH = 128;

	/** Not one: it may be late just because the application has only just started. */
	private static final int UNANSWERED_CLAIMS = 2;

	/** A cache may be cleared more often than its stream can be read. */
	static final int MOST_READINGS = 10;

	private static final long SHORTEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

	private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(30);

	private final CacheWarmer<K> warmer;

	private final Function<CacheWarmer<?>, @Nullable MemcachedCache> caches;

	private final WarmerContext context;

	private final WarmUpSettings settings;

	private final Executor workers;

	WarmerRun(CacheWarmer<K> warmer, Function<CacheWarmer<?>, @Nullable MemcachedCache> caches, WarmerContext context,
			WarmUpSettings settings, Executor workers) {
		this.warmer = warmer;
		this.caches = caches;
		this.context = context;
		this.settings = settings;
		this.workers = workers;
	}

	/**
	 * Warms up.
	 * @return how it ended
	 * @throws RuntimeException what the stream throws
	 * @throws IllegalStateException if the stream was read too often in vain
	 */
	State run() throws InterruptedException {
		Reading reading = reading();
		if (reading == null) {
			return State.DONE;
		}
		while (true) {
			if (awaitTurn() == Claim.DONE) {
				return State.DONE_ELSEWHERE;
			}
			boolean done = false;
			try {
				this.context.progress().enter(State.RUNNING);
				done = warmToTheEnd(reading);
			}
			finally {
				done &= this.context.lease().release(done);
			}
			if (done) {
				return State.DONE;
			}
		}
	}

	/** Returns null if there is nothing to do; fails before others are waited for. */
	private @Nullable Reading reading() {
		if (this.warmer.source() instanceof Source.Copying copying) {
			String whyNot = copying.job().whyNot();
			return (whyNot != null) ? nothingToDo(whyNot)
					: () -> new CopyFilling(this.context, copying.rate()).run(copying.job());
		}
		MemcachedCache cache = this.caches.apply(this.warmer);
		if (cache == null) {
			return nothingToDo("the cache '%s' is not in memcached".formatted(this.warmer.getCacheName()));
		}
		MemcachedCache view = (this.warmer.timeToLive() != null) ? cache.forInvocation(this.warmer.timeToLive())
				: cache;
		return () -> warm(view.filler());
	}

	private @Nullable Reading nothingToDo(String reason) {
		logger.info("Warm-up '%s' has nothing to do: %s".formatted(this.warmer.getName(), reason));
		return null;
	}

	private Claim awaitTurn() throws InterruptedException {
		boolean taken = false;
		int unanswered = 0;
		while (true) {
			Claim claim = claim(taken);
			if (claim == Claim.HELD || claim == Claim.DONE) {
				return claim;
			}
			unanswered = (claim != null) ? 0 : unanswered + 1;
			if (unanswered == UNANSWERED_CLAIMS) {
				this.context.outage().run();
			}
			if (!taken) {
				taken = true;
				this.context.progress().enter(State.WAITING);
				logger.info("Warm-up '%s' waits for its turn among the instances".formatted(this.warmer.getName()));
			}
			long interval = this.settings.lease().toNanos() / 10;
			this.context.time().sleep(ThreadLocalRandom.current().nextLong(interval / 2, interval));
		}
	}

	/** Returns null if memcached does not answer. */
	private @Nullable Claim claim(boolean waited) {
		try {
			return this.context.lease().claim(waited);
		}
		catch (MemcachedException ex) {
			logger.debug("Warm-up '%s' cannot ask for its turn".formatted(this.warmer.getName()), ex);
			return null;
		}
	}

	/** Returns false if the turn was lost. */
	private boolean warmToTheEnd(Reading reading) throws InterruptedException {
		long pause = SHORTEST_PAUSE;
		for (int readings = 1; !reading.isComplete(); readings++) {
			if (!this.context.lease().isHeld()) {
				return false;
			}
			Assert.state(readings < MOST_READINGS,
					() -> "In each of %d readings of its stream the cache '%s' was cleared, or its servers changed"
						.formatted(MOST_READINGS, this.warmer.getCacheName()));
			this.context.time().sleep(pause);
			pause = Math.min(2 * pause, LONGEST_PAUSE);
		}
		return true;
	}

	/** Returns false if the turn was lost, or if the cache was cleared meanwhile. */
	private boolean warm(CacheFiller filler) throws InterruptedException {
		Filling filling = filling(filler);
		try (Stream<?> stream = open()) {
			Iterator<?> elements = elements(stream);
			boolean toTheEnd = fill(elements, filling);
			filling.finish();
			return toTheEnd;
		}
		catch (RuntimeException | Error ex) {
			filling.finish();
			throw ex;
		}
	}

	private Filling filling(CacheFiller filler) {
		if (this.warmer.source() instanceof Source.Storing<K>) {
			return new StoreFilling(this.context, filler.storeFromNow());
		}
		LoadLimit limit = new LoadLimit(this.settings, this.context.time());
		return new LoadFilling(this.context, filler, load(filler), limit, this.workers);
	}

	/** Keys are those of the warmer's own stream, so they are of its type. */
	@SuppressWarnings("unchecked")
	private LoadFilling.KeyLoad load(CacheFiller filler) {
		if (this.warmer.source() instanceof Source.Loading<K> loading) {
			Loader<Object> loader = (Loader<Object>) loading.loader();
			return (key) -> filler.load(key, () -> loader.load(key));
		}
		Loader<Object> method = (Loader<Object>) ((Source.Calling<K>) this.warmer.source()).method();
		return (key) -> {
			method.load(key);
			return FillResult.FILLED;
		};
	}

	private Stream<?> open() {
		Source<K> source = this.warmer.source();
		if (source instanceof Source.Loading<K> loading) {
			return loading.keys().get();
		}
		return (source instanceof Source.Calling<K> calling) ? calling.keys().get()
				: ((Source.Storing<K>) source).entries().get();
	}

	private Iterator<?> elements(Stream<?> stream) {
		Spliterator<?> spliterator = stream.spliterator();
		long exact = spliterator.getExactSizeIfKnown();
		Long size = this.warmer.size();
		this.context.progress().open((size != null || exact < 0) ? size : Long.valueOf(exact));
		return Spliterators.iterator(spliterator);
	}

	private boolean fill(Iterator<?> elements, Filling filling) throws InterruptedException {
		while (elements.hasNext()) {
			List<Object> batch = new ArrayList<>(BATCH);
			while (batch.size() < BATCH && elements.hasNext()) {
				batch.add(elements.next());
			}
			this.context.checkCancelled();
			if (!this.context.lease().isHeld() || !filling.fill(batch)) {
				return false;
			}
		}
		return true;
	}

	/** Goes through the source once. */
	@FunctionalInterface
	private interface Reading {

		/** Returns false if the turn was lost, or if it has to be done once more. */
		boolean isComplete() throws InterruptedException;

	}

}
