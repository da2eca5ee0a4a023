package io.github.memcachedspring.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threads that call the methods of a {@link Shop} until they are told to stop, and what
 * they saw.
 */
final class Callers implements AutoCloseable {

	private final Action action;

	private final List<String> keys;

	private final List<Thread> threads = new ArrayList<>();

	private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

	private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();

	private final LongAdder loaded = new LongAdder();

	private final long pauseMillis;

	private volatile boolean stopped;

	private Callers(Action action, List<String> keys, long pauseMillis) {
		this.action = action;
		this.keys = keys;
		this.pauseMillis = pauseMillis;
	}

	static Callers none(App app) {
		return new Callers(callsOf(app), List.of("none"), 0);
	}

	private static Action callsOf(App app) {
		return (key, method, loads) -> call(app.shop(), key, method, loads);
	}

	/** Starts threads that read a lot and write a little. */
	static Callers start(App app, int count, String prefix) {
		return start(app, count, IntStream.range(0, 20).mapToObj((i) -> prefix + i).toList(), 2);
	}

	static Callers start(App app, int count, List<String> keys, long pauseMillis) {
		return start(callsOf(app), count, keys, pauseMillis);
	}

	static Callers start(Action action, int count, List<String> keys, long pauseMillis) {
		Callers callers = new Callers(action, keys, pauseMillis);
		for (int i = 0; i < count; i++) {
			Thread thread = new Thread(null, callers::run, "caller", 256 * 1024);
			thread.setDaemon(true);
			callers.threads.add(thread);
			thread.start();
		}
		return callers;
	}

	private void run() {
		while (!this.stopped) {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			callOnce(this.keys.get(random.nextInt(this.keys.size())), random.nextInt(20));
			try {
				Thread.sleep(this.pauseMillis);
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	void callOnce(String key, int method) {
		AtomicInteger loads = new AtomicInteger();
		long start = System.nanoTime();
		try {
			String value = this.action.call(key, method, loads);
			if (Shop.version(key, value) == 0) {
				this.mistakes.add("'%s' for '%s'".formatted(value, key));
			}
		}
		catch (RuntimeException ex) {
			this.mistakes.add("method %d: %s".formatted(method, ex));
		}
		if (loads.get() > 1) {
			this.mistakes.add("loaded %d times".formatted(loads.get()));
		}
		this.loaded.add(loads.get());
		this.calls.add(new Call(start, System.nanoTime() - start));
	}

	private static String call(Shop shop, String key, int method, AtomicInteger loads) {
		return switch (method) {
			case 0 -> shop.put(key);
			case 1 -> shop.evict(key);
			case 2, 3, 4, 5, 6, 7, 8 -> shop.sync(key, loads);
			default -> shop.plain(key, loads);
		};
	}

	List<Thread> threads() {
		return this.threads;
	}

	/** What callers noticed that they should not. */
	List<String> mistakes() {
		return List.copyOf(this.mistakes);
	}

	int count() {
		return this.calls.size();
	}

	long loads() {
		return this.loaded.sum();
	}

	/** Waits until so many calls were made from now on. */
	void awaitCalls(int count) {
		int before = count();
		App.waitUntil(() -> count() >= before + count);
	}

	/** The time within which that share of the calls was done that began after it. */
	Duration quantile(double share, long since) {
		long[] nanos = this.calls.stream()
			.filter((call) -> call.start() >= since)
			.mapToLong(Call::nanos)
			.sorted()
			.toArray();
		assertThat(nanos).as("calls").isNotEmpty();
		return Duration.ofNanos(nanos[(int) Math.min(nanos.length - 1, (long) (share * nanos.length))]);
	}

	Duration slowest(long since) {
		return quantile(1, since);
	}

	Duration p99(long since) {
		return quantile(0.99, since);
	}

	/** Stops the threads and fails if a caller noticed anything but the time. */
	void assertNothingNoticed() {
		close();
		assertThat(this.mistakes).isEmpty();
	}

	@Override
	public void close() {
		this.stopped = true;
		for (Thread thread : this.threads) {
			try {
				thread.join(30_000);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			assertThat(thread.isAlive()).as("a caller hangs").isFalse();
		}
	}

	/** What is called; returns a value of the key. */
	interface Action {

		String call(String key, int method, AtomicInteger loads);

	}

	private record Call(long start, long nanos) {

	}

}
