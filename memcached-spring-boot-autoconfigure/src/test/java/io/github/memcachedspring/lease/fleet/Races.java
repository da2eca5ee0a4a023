package io.github.memcachedspring.lease.fleet;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Readers of a key that is not cached yet against one writer, for many keys side by side.
 * Counts values that are older than the last write whose end came before the read's
 * beginning.
 */
public final class Races {

	/** Number of the reader that reads when all others have. */
	public static final int LAST = 8;

	private static final int KEYS = 64;

	private static final int READERS = LAST;

	private static final int MAX_PAUSE_NANOS = 5_000_000;

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private final long seed = Long.getLong("test.seed", System.nanoTime());

	private final Contest contest;

	private final String prefix;

	private final int rounds;

	private final Map<String, Long> written = new ConcurrentHashMap<>();

	private final AtomicInteger staleReads = new AtomicInteger();

	private final AtomicInteger staleRounds = new AtomicInteger();

	private Races(Contest contest, int rounds) {
		this.contest = contest;
		this.prefix = "race" + NUMBER.incrementAndGet();
		this.rounds = (rounds + KEYS - 1) / KEYS;
	}

	/**
	 * Runs races.
	 * @param contest what readers and the writer do
	 * @param rounds how many keys are fought for, rounded up
	 * @return what became of them
	 */
	public static Result run(Contest contest, int rounds) {
		Races races = new Races(contest, rounds);
		Threads.awaitAll(IntStream.range(0, KEYS).boxed().flatMap((slot) -> {
			CyclicBarrier barrier = new CyclicBarrier(READERS + 1);
			return IntStream.rangeClosed(0, READERS)
				.mapToObj((role) -> Threads.start(() -> races.new Runner(slot, role, barrier).run()));
		}).toList());
		return new Result(races.rounds * KEYS, races.staleRounds.get(), races.staleReads.get(), races.seed);
	}

	/** Pauses as loads do, at random but without a seed: too many threads come by. */
	public static void pause() {
		LockSupport.parkNanos(new SplittableRandom().nextInt(MAX_PAUSE_NANOS));
	}

	/** One of the threads that fight for a key. */
	private final class Runner {

		private final int slot;

		private final int role;

		private final CyclicBarrier barrier;

		private final SplittableRandom random;

		Runner(int slot, int role, CyclicBarrier barrier) {
			this.slot = slot;
			this.role = role;
			this.barrier = barrier;
			this.random = new SplittableRandom(Races.this.seed + 31L * slot + role);
		}

		void run() throws Exception {
			for (int round = 0; round < Races.this.rounds; round++) {
				String key = "%s-%d-%d".formatted(Races.this.prefix, this.slot, round);
				if (this.role == READERS) {
					Races.this.contest.prepare(key);
				}
				meet();
				LockSupport.parkNanos(this.random.nextInt(MAX_PAUSE_NANOS));
				if (this.role == READERS) {
					write(key);
					meet();
					readAfterAll(key);
				}
				else {
					read(key);
					LockSupport.parkNanos(this.random.nextInt(MAX_PAUSE_NANOS));
					read(key);
					meet();
				}
			}
		}

		private void meet() throws InterruptedException, BrokenBarrierException, TimeoutException {
			this.barrier.await(Threads.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}

		private void write(String key) {
			long version = Races.this.contest.write(key, this.random);
			Races.this.written.put(key, version);
		}

		private boolean read(String key) {
			long before = Races.this.written.getOrDefault(key, 1L);
			boolean stale = Races.this.contest.read(key, this.role) < before;
			if (stale) {
				Races.this.staleReads.incrementAndGet();
			}
			return stale;
		}

		private void readAfterAll(String key) {
			if (read(key)) {
				Races.this.staleRounds.incrementAndGet();
			}
		}

	}

	/** What readers and the writer do. */
	public interface Contest {

		/**
		 * Called before a key is fought for.
		 * @param key the key
		 */
		default void prepare(String key) {
		}

		/**
		 * Changes a row and the cache.
		 * @param key the key
		 * @param random for choices that the seed decides
		 * @return the row's version, above 1
		 */
		long write(String key, SplittableRandom random);

		/**
		 * Reads a row as the caller gets it.
		 * @param key the key
		 * @param reader number of the reader
		 * @return the row's version
		 */
		long read(String key, int reader);

	}

	/**
	 * What became of the races.
	 *
	 * @param rounds how many there were
	 * @param staleRounds those after which the cache still held an old value
	 * @param staleReads reads that got a value older than the write before them
	 * @param seed where the pauses of readers and writers came from
	 */
	public record Result(int rounds, int staleRounds, int staleReads, long seed) {

		@Override
		public String toString() {
			return "%,d rounds: %,d stale reads, %,d rounds ended stale (-Dtest.seed=%d)".formatted(this.rounds,
					this.staleReads, this.staleRounds, this.seed);
		}

	}

}
