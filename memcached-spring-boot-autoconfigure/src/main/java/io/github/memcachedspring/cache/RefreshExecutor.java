package io.github.memcachedspring.cache;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;

/**
 * Runs background refreshes, and rejects those that would come too late. Nothing of the
 * thread that asks for one travels to the thread that runs it, but the invocation that it
 * exposes to aspects and what the decorator takes along.
 */
final class RefreshExecutor implements Executor {

	/**
	 * Refreshes that run at once. A pool of ten connections, which Spring Boot makes by
	 * default, has some left for callers that wait.
	 */
	static final int THREADS = 8;

	/**
	 * Refreshes that wait. With loads of 150 ms each they take about 2 s, the shortest
	 * time before its expiry at which an entry is refreshed.
	 */
	static final int QUEUE = 100;

	private static final int IDLE_SECONDS = 1;

	private static final String THREAD_NAME_PREFIX = "memcached-refresh-";

	private static final Log logger = LogFactory.getLog(RefreshExecutor.class);

	private final Executor executor;

	private final Runnable shutdown;

	private final TaskDecorator decorator;

	private final AtomicBoolean warned = new AtomicBoolean();

	private RefreshExecutor(Executor executor, Runnable shutdown, TaskDecorator decorator) {
		this.executor = executor;
		this.shutdown = shutdown;
		this.decorator = decorator;
	}

	/** Runs refreshes on daemon threads that end when idle. */
	static RefreshExecutor pooled() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new ArrayBlockingQueue<>(QUEUE), CacheThreads.inheritingNothing(THREAD_NAME_PREFIX),
				RefreshExecutor::reject);
		pool.allowCoreThreadTimeOut(true);
		return new RefreshExecutor(pool, pool::shutdown, (task) -> task);
	}

	private static void reject(Runnable task, ThreadPoolExecutor pool) {
		throw new RejectedExecutionException(pool.isShutdown() ? "The cache manager is closed"
				: "%d refreshes run and %d wait".formatted(THREADS, QUEUE));
	}

	/**
	 * Runs each refresh on a virtual thread of its own, as many at once and waiting as on
	 * daemon threads. Needs Java 21.
	 */
	static RefreshExecutor virtual() {
		Semaphore turns = new Semaphore(THREADS, true);
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor(THREAD_NAME_PREFIX);
		threads.setVirtualThreads(true);
		threads.setConcurrencyLimit(THREADS + QUEUE);
		threads.setRejectTasksWhenLimitReached(true);
		threads.setTaskDecorator((task) -> () -> runInTurn(task, turns));
		return new RefreshExecutor(threads, threads::close, (task) -> task);
	}

	private static void runInTurn(Runnable task, Semaphore turns) {
		turns.acquireUninterruptibly();
		try {
			task.run();
		}
		finally {
			turns.release();
		}
	}

	/** Leaves threads and limits, and their end, to another executor. */
	static RefreshExecutor given(Executor executor) {
		return new RefreshExecutor(executor, () -> {
		}, (task) -> task);
	}

	RefreshExecutor decoratedBy(TaskDecorator decorator) {
		return new RefreshExecutor(this.executor, this.shutdown, decorator);
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(decorate(ExposedInvocation.exposedTo(task)));
	}

	/**
	 * Returns an executor for one task, which may be given to it on another thread and
	 * still runs in the context of this one.
	 */
	Executor here() {
		LateTask late = new LateTask();
		Runnable decorated;
		try {
			decorated = decorate(ExposedInvocation.exposedTo(late));
		}
		catch (RejectedExecutionException ex) {
			return (task) -> {
				throw ex;
			};
		}
		return (task) -> {
			late.task = task;
			this.executor.execute(decorated);
		};
	}

	/** Whoever is answered from the cache has no part in what a decorator lacks. */
	private Runnable decorate(Runnable task) {
		try {
			return this.decorator.decorate(task);
		}
		catch (RuntimeException ex) {
			if (this.warned.compareAndSet(false, true)) {
				logger.warn("Cached values may expire before they are refreshed, because a 'TaskDecorator' fails"
						+ " on the threads of callers; this is logged once", ex);
			}
			throw new RejectedExecutionException("A 'TaskDecorator' failed", ex);
		}
	}

	/** Takes no more refreshes; runs those that wait. */
	void shutdown() {
		this.shutdown.run();
	}

	/** A task that is decorated before it is known. */
	private static final class LateTask implements Runnable {

		private volatile @Nullable Runnable task;

		@Override
		public void run() {
			Runnable known = this.task;
			if (known != null) {
				known.run();
			}
		}

	}

}
