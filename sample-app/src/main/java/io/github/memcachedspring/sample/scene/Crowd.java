package io.github.memcachedspring.sample.scene;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Callers who send requests side by side, each so many, one after the other. A crowd
 * comes to its end by itself.
 *
 * @param callers how many callers
 * @param requests how many requests each of them sends
 * @param pause how long a caller rests between two requests, on average
 */
record Crowd(int callers, int requests, Duration pause) {

	/** Not all at once, for a cold JVM to keep up. */
	private static final Duration ARRIVAL = Duration.ofSeconds(1);

	private static final Duration END_LIMIT = Duration.ofSeconds(10);

	/**
	 * Sends all requests and waits for the last answer.
	 * @param run where they are noted
	 * @param request what a caller of that number sends
	 * @throws InterruptedException if the thread is interrupted, after all callers have
	 * gone
	 */
	void send(Run run, IntFunction<Runnable> request) throws InterruptedException {
		ExecutorService threads = Executors.newFixedThreadPool(this.callers);
		try {
			awaitAll(threads.invokeAll(IntStream.range(0, this.callers)
				.mapToObj((number) -> caller(run, request.apply(number)))
				.toList()));
		}
		finally {
			threads.shutdownNow();
			awaitEnd(threads);
		}
	}

	private Callable<Void> caller(Run run, Runnable request) {
		return () -> {
			rest(ARRIVAL);
			for (int i = 0; i < this.requests; i++) {
				rest(this.pause.multipliedBy(2));
				run.send(request);
			}
			return null;
		};
	}

	private static void rest(Duration atMost) throws InterruptedException {
		Thread.sleep(ThreadLocalRandom.current().nextLong(atMost.toMillis() + 1));
	}

	private static void awaitAll(List<Future<Void>> callers) throws InterruptedException {
		for (Future<Void> caller : callers) {
			try {
				caller.get();
			}
			catch (ExecutionException | CancellationException ex) {
				throw new IllegalStateException("A request failed", ex);
			}
		}
	}

	/** Keeps waiting when interrupted again: the next scene must not meet this one. */
	private static void awaitEnd(ExecutorService threads) {
		boolean interrupted = Thread.interrupted();
		try {
			threads.awaitTermination(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
