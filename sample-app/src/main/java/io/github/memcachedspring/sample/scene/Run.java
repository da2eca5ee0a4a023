package io.github.memcachedspring.sample.scene;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.memcachedspring.migration.MigrationProgress;
import io.github.memcachedspring.sample.traffic.Answer;
import io.github.memcachedspring.sample.traffic.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * One part of a scene while it is played: the database that it may ask, and what comes of
 * it.
 */
final class Run {

	private static final Duration SAMPLE = Duration.ofMillis(100);

	private static final int CONNECTIONS = 8;

	private static final Duration DELAY = Duration.ofMillis(100);

	private final LimitedSource source = new LimitedSource(CONNECTIONS, DELAY);

	private final Traffic traffic;

	private final LongAdder requests = new LongAdder();

	private final LongAdder waits = new LongAdder();

	private final LongAccumulator slowest = new LongAccumulator(Math::max, 0);

	private final List<long[]> samples = new ArrayList<>();

	private volatile long lost;

	private volatile @Nullable Supplier<MigrationProgress> migration;

	private @Nullable MigrationProgress progress;

	Run(Traffic traffic) {
		this.traffic = traffic;
	}

	/**
	 * Does something, and takes samples of the lines of its chart meanwhile.
	 * @param load what to do
	 * @param lines what the chart shows
	 * @throws InterruptedException if the thread is interrupted
	 */
	void draw(Load load, LongSupplier... lines) throws InterruptedException {
		ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
		try {
			sampler.scheduleAtFixedRate(() -> sample(lines), 0, SAMPLE.toMillis(), TimeUnit.MILLISECONDS);
			load.run();
		}
		finally {
			sampler.shutdownNow();
		}
		sampler.awaitTermination(1, TimeUnit.SECONDS);
		sample(lines);
	}

	LimitedSource source() {
		return this.source;
	}

	/** Sends a request, and notes how long it took and who answered it. */
	void send(Runnable request) {
		long queries = this.source.ofThread();
		long start = System.nanoTime();
		request.run();
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		boolean waited = this.source.ofThread() != queries;
		this.traffic.answered(waited ? Answer.DATABASE : Answer.MEMCACHED, took);
		this.requests.increment();
		this.waits.add(waited ? 1 : 0);
		this.slowest.accumulate(took.toMillis());
	}

	long requests() {
		return this.requests.sum();
	}

	void lost(long updates) {
		this.lost = updates;
	}

	/** Shows how far a migration has got, whenever a sample is taken. */
	void follow(Supplier<MigrationProgress> migration) {
		this.migration = migration;
	}

	synchronized RunView view() {
		Figures figures = new Figures(requests(), this.waits.sum(), this.source.total(), this.source.peak(),
				this.slowest.get(), this.lost);
		return new RunView(SAMPLE.toMillis(), List.copyOf(this.samples), figures, this.progress);
	}

	private void sample(LongSupplier... lines) {
		long[] sample = Stream.of(lines).mapToLong(LongSupplier::getAsLong).toArray();
		Supplier<MigrationProgress> migration = this.migration;
		synchronized (this) {
			this.samples.add(sample);
			if (migration != null) {
				show(migration.get());
			}
		}
	}

	private void show(MigrationProgress now) {
		long before = (this.progress != null) ? this.progress.hitsOnOld() : 0;
		this.traffic.answeredByOldCluster(now.hitsOnOld() - before);
		this.progress = now;
	}

	/**
	 * What is done while samples are taken.
	 */
	interface Load {

		void run() throws InterruptedException;

	}

}
