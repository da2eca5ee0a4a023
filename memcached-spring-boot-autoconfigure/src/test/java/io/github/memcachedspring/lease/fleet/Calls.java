package io.github.memcachedspring.lease.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Calls that came one after the other, from several callers in all instances of a fleet.
 */
record Calls(List<Call> calls) {

	private static final Duration PAUSE = Duration.ofMillis(20);

	/** Starts callers that call again and again for some time. */
	static CompletableFuture<Calls> start(Fleet<Library> fleet, int callers, Way way, String key, Duration time) {
		List<CompletableFuture<List<Call>>> all = Threads.together(callers,
				(i) -> () -> callAgainAndAgain(fleet.instance(i), way, key, time));
		return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
			.thenApply((ended) -> new Calls(all.stream().flatMap((calls) -> calls.join().stream()).toList()));
	}

	/** Lets each of the callers call once, all together. */
	static Calls once(Fleet<Library> fleet, int callers, Way way, String key) {
		return new Calls(
				Threads.awaitAll(Threads.together(callers, (i) -> () -> Call.of(fleet.instance(i), way, key))));
	}

	private static List<Call> callAgainAndAgain(Instance<Library> instance, Way way, String key, Duration time)
			throws InterruptedException {
		List<Call> calls = new ArrayList<>();
		long end = System.nanoTime() + time.toNanos();
		while (System.nanoTime() < end) {
			calls.add(Call.of(instance, way, key));
			Thread.sleep(PAUSE.toMillis());
		}
		return calls;
	}

	long count(Predicate<Call> condition) {
		return this.calls.stream().filter(condition).count();
	}

	/** Returns how many milliseconds after a time the last such call began, or 0. */
	long last(Predicate<Call> condition, long time) {
		return this.calls.stream().filter(condition).mapToLong((call) -> call.millisSince(time)).max().orElse(0);
	}

	/** Describes how long the calls took. */
	@Override
	public String toString() {
		long[] micros = this.calls.stream().mapToLong((call) -> call.nanos() / 1000).sorted().toArray();
		return "%,d calls, median %,d us, 99 %% within %,d us, longest %,d us".formatted(micros.length,
				micros[micros.length / 2], micros[micros.length * 99 / 100], micros[micros.length - 1]);
	}

	/**
	 * One call.
	 *
	 * @param begin when it began, as {@link System#nanoTime()} has it
	 * @param nanos how long it took
	 * @param version what it got, or 0 if it failed
	 * @param failure what it failed with, or null
	 */
	record Call(long begin, long nanos, long version, @Nullable RuntimeException failure) {

		static Call of(Instance<Library> instance, Way way, String key) {
			long begin = System.nanoTime();
			try {
				long version = way.read(instance, key);
				return new Call(begin, System.nanoTime() - begin, version, null);
			}
			catch (RuntimeException ex) {
				return new Call(begin, System.nanoTime() - begin, 0, ex);
			}
		}

		boolean got(long expected) {
			return this.version == expected;
		}

		boolean tookAtLeast(Duration time) {
			return this.nanos >= time.toNanos();
		}

		long millisSince(long time) {
			return TimeUnit.NANOSECONDS.toMillis(this.begin - time);
		}

	}

}
