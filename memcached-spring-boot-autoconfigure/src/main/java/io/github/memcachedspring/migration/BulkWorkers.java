package io.github.memcachedspring.migration;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.memcachedspring.client.MemcachedKey;
import org.jspecify.annotations.Nullable;

/**
 * A few threads, each with connections of its own, so that one batch is read while
 * another is stored. Who submits waits until one is free.
 */
final class BulkWorkers implements AutoCloseable {

	private static final int THREADS = 4;

	/** How often entries are tried that are neither copied nor found to need it. */
	private static final int TRIES = 3;

	private static final long PAUSE_MILLIS = 1000;

	private static final long LONGEST_CLOSE_MILLIS = 2000;

	private final List<BulkCopies> all;

	private final BlockingQueue<BulkCopies> idle;

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, (task) -> {
		Thread thread = new Thread(task, "memcached-bulk-copy");
		thread.setDaemon(true);
		return thread;
	});

	private final BulkCounters counters;

	private final BulkCopyWatch watch;

	private volatile @Nullable Throwable failure;

	BulkWorkers(Supplier<BulkCopies> copies, BulkCounters counters, BulkCopyWatch watch) {
		this.counters = counters;
		this.watch = watch;
		this.all = Stream.generate(copies).limit(THREADS).toList();
		this.idle = new LinkedBlockingQueue<>(this.all);
	}

	/** Returns true, when a thread has begun with these. */
	boolean submit(List<MemcachedKey> keys) throws InterruptedException {
		BulkCopies copies = this.idle.take();
		checkFailure();
		this.threads.execute(() -> {
			try {
				copy(copies, keys);
			}
			catch (RuntimeException | Error ex) {
				this.failure = ex;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			finally {
				this.idle.add(copies);
			}
		});
		return true;
	}

	private void checkFailure() {
		Throwable ex = this.failure;
		if (ex != null) {
			throw new IllegalStateException("Entries of the old cluster could not be copied", ex);
		}
	}

	private void copy(BulkCopies copies, List<MemcachedKey> keys) throws InterruptedException {
		List<MemcachedKey> rest = keys;
		for (int tries = 1; !rest.isEmpty(); tries++) {
			CopiedBatch batch = copies.copy(rest);
			rest = batch.rest();
			boolean last = tries == TRIES;
			tell(batch, batch.refused() + (last ? rest.size() : 0));
			if (last) {
				return;
			}
			if (batch.isUnanswered()) {
				Thread.sleep(PAUSE_MILLIS);
			}
		}
	}

	private void tell(CopiedBatch batch, int failed) {
		this.counters.copied.add(batch.copied());
		this.counters.present.add(batch.taken());
		this.counters.outdated.add(batch.outdated());
		this.counters.failed.add(failed);
		this.watch.done(batch.copied(), batch.taken(), failed);
	}

	/** Waits for all that was submitted. */
	void finish() throws InterruptedException {
		for (int i = 0; i < THREADS; i++) {
			this.idle.take();
		}
		this.idle.addAll(this.all);
		checkFailure();
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		try {
			this.threads.awaitTermination(LONGEST_CLOSE_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.all.forEach(BulkCopies::close);
	}

}
