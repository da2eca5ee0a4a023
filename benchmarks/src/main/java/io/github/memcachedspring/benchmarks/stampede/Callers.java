package io.github.memcachedspring.benchmarks.stampede;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one JVM that call in a round, and the load that they share.
 */
final class Callers {

	/** More than what any technique lets a caller wait. */
	private static final Duration PATIENCE = Duration.ofSeconds(45);

	private static final int MEAN_PAUSE_MILLIS = 100;

	private static final String VALUE = "v".repeat(100);

	private final Collection<Span> calls = new ConcurrentLinkedQueue<>();

	private final CountDownLatch ready;

	private final CountDownLatch start = new CountDownLatch(1);

	private final CountDownLatch done;

	private final Round round;

	private final Caller caller;

	private final Report report;

	Callers(Round round, Caller caller, Report report) {
		this.round = round;
		this.caller = caller;
		this.report = report;
		this.ready = new CountDownLatch(round.callers());
		this.done = new CountDownLatch(round.callers());
	}

	void prepare() throws Exception {
		if (this.round.isSteady()) {
			this.caller.call(this.round.key(), this::load);
		}
		for (int number = 0; number < this.round.callers(); number++) {
			Thread thread = new Thread(this::run, "caller-" + number);
			thread.setDaemon(true);
			thread.start();
		}
		this.ready.await();
	}

	void start() {
		this.start.countDown();
	}

	/** Waits for all callers, or until it is clear that some will never return. */
	Collection<Span> await() throws InterruptedException {
		this.done.await(this.round.duration().plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
		return this.calls;
	}

	private void run() {
		try {
			this.ready.countDown();
			this.start.await();
			if (this.round.isSteady()) {
				callRepeatedly();
			}
			else {
				call();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.done.countDown();
		}
	}

	private void callRepeatedly() throws InterruptedException {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		long end = System.nanoTime() + this.round.duration().toNanos();
		Thread.sleep(random.nextInt(MEAN_PAUSE_MILLIS));
		while (System.nanoTime() < end) {
			call();
			Thread.sleep(random.nextInt(MEAN_PAUSE_MILLIS / 2, MEAN_PAUSE_MILLIS * 3 / 2));
		}
	}

	private void call() {
		long began = Span.now();
		try {
			Object value = this.caller.call(this.round.key(), this::load);
			if (!VALUE.equals(value)) {
				throw new IllegalStateException("A caller was given '%s'".formatted(value));
			}
			this.calls.add(new Span(began, Span.now()));
		}
		catch (Exception ex) {
			System.err.printf("A call failed: %s%n", ex);
			this.report.event(this.round, Event.Kind.FAILED);
		}
	}

	private String load() throws InterruptedException {
		long began = Span.now();
		this.report.event(this.round, Event.Kind.LOADING, began);
		Thread.sleep(this.round.load().toMillis());
		this.report.event(this.round, Event.Kind.LOADED, began, Span.now());
		return VALUE;
	}

}
