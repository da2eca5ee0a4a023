package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.memcachedspring.client.NodeListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What the connections to all nodes share: the reactors, a timer, and threads for what
 * may block: name resolution, and callers' code that nobody else would run.
 */
final class Engine {

	private static final Log logger = LogFactory.getLog(Engine.class);

	private static final Duration STOP_LIMIT = Duration.ofSeconds(1);

	private final XMemcachedSettings settings;

	private final AddressResolver addresses;

	private final NodeConnector connector;

	private final ScheduledExecutorService timer;

	private final ExecutorService blocking;

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final List<NodeListener> listeners = new CopyOnWriteArrayList<>();

	Engine(XMemcachedSettings settings, AddressResolver addresses) {
		this(settings, addresses, createTimer());
	}

	Engine(XMemcachedSettings settings, AddressResolver addresses, ScheduledExecutorService timer) {
		this.settings = settings;
		this.addresses = addresses;
		this.connector = NodeConnector.create(settings.nodesExpected());
		this.timer = timer;
		this.blocking = Executors.newCachedThreadPool(daemons("memcached-connect"));
	}

	private static ScheduledExecutorService createTimer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("memcached-timer"));
		timer.setRemoveOnCancelPolicy(true);
		timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		return timer;
	}

	void start() {
		try {
			this.connector.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The memcached client's reactors could not be started", ex);
		}
	}

	/**
	 * Keeps everything from being started anew.
	 * @return whether this was the first call
	 */
	boolean markStopped() {
		return this.stopped.compareAndSet(false, true);
	}

	/**
	 * Closes all connections and ends all threads, without waiting longer than a second
	 * for those of the driver.
	 */
	void stop() {
		this.timer.shutdownNow();
		this.connector.end();
		try {
			this.connector.shuttingDown();
			this.connector.stop();
			this.connector.awaitEnd(STOP_LIMIT);
		}
		catch (IOException ex) {
			logger.debug("Stopping the memcached client's reactors failed", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.connector.closeSessions();
		this.blocking.shutdown();
	}

	boolean isStopped() {
		return this.stopped.get();
	}

	XMemcachedSettings settings() {
		return this.settings;
	}

	AddressResolver addresses() {
		return this.addresses;
	}

	List<NodeListener> listeners() {
		return this.listeners;
	}

	/** Tells all listeners of something, whatever any of them does. */
	void tell(Consumer<NodeListener> news) {
		for (NodeListener listener : this.listeners) {
			try {
				news.accept(listener);
			}
			catch (Throwable ex) {
				Quietly.warn(logger, "A listener to memcached's connections failed: '%s'", listener, ex);
			}
		}
	}

	NodeConnector connector() {
		return this.connector;
	}

	/** Runs something that may block; not after the stop. */
	void resolve(Runnable task) {
		try {
			this.blocking.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("Stopped", ex);
		}
	}

	/**
	 * Runs something of a caller's that its own executor refused, even after the stop.
	 */
	void handOver(Runnable task) {
		try {
			runElsewhere(task);
		}
		catch (OutOfMemoryError ex) {
			// No thread can be started now, which may be why the executor failed.
			schedule(task, Duration.ZERO);
		}
	}

	private void runElsewhere(Runnable task) {
		try {
			this.blocking.execute(task);
		}
		catch (RejectedExecutionException ex) {
			daemons("memcached-late").newThread(task).start();
		}
	}

	/** Runs something short later; never after the stop. */
	Future<?> schedule(Runnable task, Duration delay) {
		return schedule(task, delay.toNanos());
	}

	Future<?> schedule(Runnable task, long delayNanos) {
		try {
			return this.timer.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("Stopped", ex);
			return CompletableFuture.completedFuture(null);
		}
	}

	/** Runs something short again and again, also if it fails. */
	void scheduleRegularly(Runnable task, Duration interval) {
		Runnable lasting = () -> {
			try {
				task.run();
			}
			catch (Throwable ex) {
				// The timer would not run it again.
				Quietly.warn(logger, "What is done every %s failed", interval, ex);
			}
		};
		this.timer.scheduleWithFixedDelay(lasting, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
	}

	private static ThreadFactory daemons(String name) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

}
