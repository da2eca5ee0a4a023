package io.github.memcachedspring.warmup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.warmup.WarmUpProgress.State;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Some warmers, one after the other, on threads that end with the last one.
 */
final class WarmUpRun {

	private static final Log logger = LogFactory.getLog(CacheWarmUp.class);

	private static final long LONGEST_WAIT_MILLIS = 800;

	private final WarmUpContext context;

	private final Map<CacheWarmer<?>, ProgressCounter> warmers;

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
			(task) -> thread(task, "timer"));

	private final ThreadPoolExecutor workers;

	private final Thread thread = thread(this::run, "run");

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private final CompletableFuture<Void> outage = new CompletableFuture<>();

	private volatile boolean cancelled;

	WarmUpRun(WarmUpContext context, Map<CacheWarmer<?>, ProgressCounter> warmers) {
		this.context = context;
		this.warmers = new LinkedHashMap<>(warmers);
		int concurrency = context.settings().concurrency();
		this.workers = new ThreadPoolExecutor(concurrency, concurrency, 1, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> thread(task, "load"));
		this.workers.allowCoreThreadTimeOut(true);
	}

	private static Thread thread(Runnable task, String name) {
		Thread thread = new Thread(null, task, "memcached-warm-up-" + name, 0, false);
		thread.setDaemon(true);
		return thread;
	}

	void start() {
		this.thread.start();
	}

	/** Ends when the last warmer has; never fails. */
	CompletableFuture<Void> end() {
		return this.end;
	}

	/** Ends with the run, or before if memcached does not answer. */
	CompletableFuture<Void> endOrOutage() {
		return this.outage;
	}

	void cancel() {
		this.cancelled = true;
		this.thread.interrupt();
	}

	private void run() {
		try {
			this.warmers.forEach(this::run);
		}
		finally {
			this.workers.shutdownNow();
			this.timer.shutdownNow();
			awaitWorkers();
			this.end.complete(null);
			this.outage.complete(null);
		}
	}

	/** They may still have leases to give back; but a loader may ignore its interrupt. */
	private void awaitWorkers() {
		Thread.interrupted();
		try {
			this.workers.awaitTermination(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			// Who cancels twice does not wait.
		}
	}

	private void run(CacheWarmer<?> warmer, ProgressCounter progress) {
		ProgressLog log = new ProgressLog(progress, this.timer);
		State state = State.FAILED;
		try {
			state = this.cancelled ? State.CANCELLED : warmUp(warmer, progress);
		}
		catch (InterruptedException ex) {
			state = State.CANCELLED;
		}
		catch (Throwable ex) {
			if (this.cancelled) {
				state = State.CANCELLED;
			}
			else {
				logger.warn("Warm-up '%s' ends early; what it has filled stays".formatted(warmer.getName()), ex);
			}
		}
		finally {
			progress.enter(state);
			log.end();
		}
	}

	private State warmUp(CacheWarmer<?> warmer, ProgressCounter progress) throws InterruptedException {
		WarmUpSettings settings = this.context.settings();
		FleetLease lease = new FleetLease(this.context.operations(), this.context.keyPrefix(), warmer.getName(),
				settings.lease(), this.timer);
		WarmerContext warmerContext = new WarmerContext(warmer.getName(), lease, progress, Time.SYSTEM,
				() -> this.cancelled, () -> this.outage.complete(null));
		return new WarmerRun<>(warmer, this.context.caches(), warmerContext, settings, this.workers).run();
	}

}
