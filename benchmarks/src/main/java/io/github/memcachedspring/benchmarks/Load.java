package io.github.memcachedspring.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Threads that read as fast as they can.
 */
final class Load implements AutoCloseable {

	private final ExecutorService executor = Executors.newCachedThreadPool();

	/**
	 * Lets threads read for a while.
	 * @return the mean time of a read in microseconds
	 */
	double run(Contender contender, int threads, Duration duration) throws Exception {
		CyclicBarrier start = new CyclicBarrier(threads);
		List<Future<Slice>> slices = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			slices.add(this.executor.submit(() -> {
				start.await();
				return read(contender, duration.toNanos());
			}));
		}
		Slice total = new Slice(0, 0);
		for (Future<Slice> slice : slices) {
			total = total.plus(slice.get());
		}
		return total.nanos() / 1000.0 / total.reads();
	}

	private static Slice read(Contender contender, long nanos) throws Exception {
		int number = ThreadLocalRandom.current().nextInt(HitFixture.KEYS);
		long start = System.nanoTime();
		long reads = 0;
		long elapsed;
		do {
			contender.read(HitFixture.key(number++));
			reads++;
			elapsed = System.nanoTime() - start;
		}
		while (elapsed < nanos);
		return new Slice(reads, elapsed);
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	private record Slice(long reads, long nanos) {

		Slice plus(Slice other) {
			return new Slice(this.reads + other.reads, this.nanos + other.nanos);
		}

	}

}
