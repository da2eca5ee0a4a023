package io.github.memcachedspring.test;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

import org.opentest4j.TestAbortedException;

/**
 * Measures time on machines that others use too. What fails while the machine held up a
 * thread that had nothing to do is tried again: it says nothing about the code. What
 * fails on a quiet machine, or every time, has failed; and so has what speaks of stale or
 * lost values in its description, which no pause excuses.
 *
 * @since 0.1.0
 */
public final class Undisturbed {

	private static final int ATTEMPTS = 3;

	/** A thread that asked for a millisecond and got it this much later was held up. */
	private static final Duration DISTURBANCE = Duration.ofMillis(15);

	private Undisturbed() {
	}

	/**
	 * Runs a test that has a limit of time in it.
	 * @param test the test, which sets up everything it needs
	 * @throws Exception as the test
	 */
	public static void run(Body test) throws Exception {
		call(() -> {
			test.run();
			return null;
		});
	}

	/**
	 * Runs a test that has a limit of time in it.
	 * @param test the test, which sets up everything it needs
	 * @return what the test returns
	 * @param <T> the type of that
	 * @throws Exception as the test
	 */
	public static <T> T call(Callable<T> test) throws Exception {
		for (int attempt = 1;; attempt++) {
			Pauses pauses = new Pauses();
			pauses.start();
			try {
				return test.call();
			}
			catch (TestAbortedException ex) {
				throw ex;
			}
			catch (AssertionError | RuntimeException ex) {
				Duration longest = pauses.end();
				if (attempt == ATTEMPTS || longest.compareTo(DISTURBANCE) < 0 || isInexcusable(ex)) {
					throw ex;
				}
				System.out.printf("Again, as the machine paused for %d ms: %s%n", longest.toMillis(), ex);
			}
			finally {
				pauses.end();
			}
		}
	}

	private static boolean isInexcusable(Throwable failure) {
		// A connection that was lost is no value.
		String message = String.valueOf(failure.getMessage()).replace("was lost", "");
		return message.contains("stale") || message.contains("lost");
	}

	/** A test that may throw. */
	@FunctionalInterface
	public interface Body {

		/**
		 * Runs it.
		 * @throws Exception if it fails
		 */
		void run() throws Exception;

	}

	/** Sleeps, and watches how much too late it wakes up. */
	private static final class Pauses extends Thread {

		private static final long MILLISECOND = 1_000_000;

		private volatile boolean ended;

		private volatile long longest;

		private Pauses() {
			super("pauses");
			setDaemon(true);
		}

		@Override
		public void run() {
			while (!this.ended) {
				long start = System.nanoTime();
				LockSupport.parkNanos(MILLISECOND);
				this.longest = Math.max(this.longest, System.nanoTime() - start - MILLISECOND);
			}
		}

		private Duration end() {
			this.ended = true;
			return Duration.ofNanos(this.longest);
		}

	}

}
