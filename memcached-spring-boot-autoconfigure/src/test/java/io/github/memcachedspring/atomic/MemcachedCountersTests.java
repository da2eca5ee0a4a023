package io.github.memcachedspring.atomic;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import io.github.memcachedspring.atomic.CountResult.Absent;
import io.github.memcachedspring.atomic.CountResult.Counted;
import io.github.memcachedspring.client.Fence;
import io.github.memcachedspring.client.KeyMovedException;
import io.github.memcachedspring.client.NotNumericException;
import io.github.memcachedspring.test.MemcachedServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MemcachedCountersTests extends CountersContract {

	private static final BigInteger TWO_TO_THE_64 = BigInteger.TWO.pow(64);

	MemcachedCountersTests(MemcachedServer server) {
		super(server);
	}

	@Test
	void beginsWithOne() {
		assertThat(this.counters.increment("k")).isEqualTo(new Counted(1));
		assertThat(this.counters.increment("k")).isEqualTo(new Counted(2));
		assertThat(this.counters.get("k")).isEqualTo(new Counted(2));
		assertThat(timeToLive("k")).isBetween(3_590, 3_600);
	}

	@Test
	void beginsWithWhatIsAdded() {
		assertThat(this.counters.increment("k", 5)).isEqualTo(new Counted(5));
		assertThat(this.counters.increment("k", 5).orThrow()).isEqualTo(10);
	}

	@Test
	void createsWithAnInitialValueAndATimeToLiveThatCountsDoNotProlong() {
		assertThat(this.counters.increment("k", 5, 100, MINUTE)).isEqualTo(new Counted(100));
		assertThat(this.counters.increment("k", 5, 100, Duration.ofDays(1))).isEqualTo(new Counted(105));
		assertThat(this.counters.decrement("k", 1, 100, Duration.ofDays(1))).isEqualTo(new Counted(104));
		assertThat(timeToLive("k")).isBetween(50, 60);
	}

	@Test
	void createsWithTheTimeToLiveOfTheCounters() {
		MemcachedCounters brief = MemcachedCounters.builder(this.operations)
			.executor(Runnable::run)
			.timeToLive(Duration.ofMinutes(10))
			.build();
		brief.namespace(this.space.getName()).increment("ten minutes");
		assertThat(timeToLive("ten minutes")).isBetween(590, 600);
		this.counters.withTimeToLive(MINUTE).increment("k");
		assertThat(timeToLive("k")).isBetween(50, 60);
	}

	@Test
	void createsNothingUnlessAskedTo() {
		assertThat(this.counters.get("k")).isEqualTo(new Absent());
		assertThat(this.counters.incrementIfPresent("k", 1)).isEqualTo(new Absent());
		assertThat(this.counters.decrement("k")).isEqualTo(new Absent());
		assertThat(this.counters.reset("k")).isEqualTo(new Absent());
		assertThat(this.counters.delete("k")).isEqualTo(new Absent());
		assertThat(this.operations.get(key("k")).await()).isNull();
		assertThatExceptionOfType(AtomicUpdateException.class).isThrownBy(() -> this.counters.get("k").orThrow())
			.satisfies((ex) -> assertThat(ex.isExecutionUnknown()).isFalse())
			.satisfies((ex) -> assertThat(ex.getResult()).isEqualTo(new Absent()));
	}

	@Test
	void stopsAtZero() {
		this.counters.increment("k", 12);
		assertThat(this.counters.decrement("k")).isEqualTo(new Counted(11));
		assertThat(this.counters.decrement("k", 2)).isEqualTo(new Counted(9));
		assertThat(this.counters.get("k")).isEqualTo(new Counted(9));
		assertThat(this.counters.decrement("k", 10)).isEqualTo(new Counted(0));
		assertThat(this.counters.decrement("k")).isEqualTo(new Counted(0));
		assertThat(this.counters.get("k")).isEqualTo(new Counted(0));
	}

	@Test
	void createsByADecrement() {
		assertThat(this.counters.decrement("k", 1, 10, MINUTE)).isEqualTo(new Counted(10));
		assertThat(this.counters.decrement("k", 1, 10, MINUTE)).isEqualTo(new Counted(9));
	}

	@Test
	void countsAsFarAsAnUnsignedLongDoes() {
		this.counters.increment("k", Long.MAX_VALUE);
		CountResult largest = this.counters.increment("k", Long.MAX_VALUE);
		assertThat(this.counters.increment("k")).isEqualTo(new Counted(-1))
			.hasToString("Counted[value=18446744073709551615]");
		assertThat(unsigned(largest)).isEqualTo(TWO_TO_THE_64.subtract(BigInteger.TWO));
		assertThat(unsigned(this.counters.get("k"))).isEqualTo(TWO_TO_THE_64.subtract(BigInteger.ONE));
		assertThat(((Counted) this.counters.get("k")).isAtMost(Long.MAX_VALUE)).isFalse();
		assertThat(this.counters.increment("k")).as("after the largest").isEqualTo(new Counted(0));
		assertThat(new Counted(3).isAtMost(3)).isTrue();
	}

	@Test
	void resetsInOneCommandWhateverTheValue() {
		this.counters.increment("k", Long.MAX_VALUE, Long.MAX_VALUE, MINUTE);
		this.counters.increment("k", Long.MAX_VALUE);
		assertThat(this.counters.reset("k")).isEqualTo(new Counted(0));
		assertThat(this.counters.increment("k")).isEqualTo(new Counted(1));
		assertThat(timeToLive("k")).isBetween(50, 60);
	}

	@Test
	void refusesNegativeNumbers() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.counters.increment("k", -1))
			.withMessage("'delta' must not be negative: '-1'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.counters.decrement("k", -1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.counters.incrementIfPresent("k", -1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.counters.increment("k", 1, -1, MINUTE))
			.withMessage("'initial' must not be negative: '-1'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.counters.increment("k", 1, 1, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> this.counters.withTimeToLive(Duration.ZERO));
	}

	@Test
	void neverMeetsOtherNamespaces() {
		this.counters.increment("k");
		assertThat(this.all.get("k")).isEqualTo(new Absent());
		assertThat(this.counters.namespace("other").get("k")).isEqualTo(new Absent());
		MemcachedCounters prefixed = MemcachedCounters.builder(this.operations).keyPrefix("app").build();
		assertThat(prefixed.namespace(this.space.getName()).get("k")).isEqualTo(new Absent());
	}

	@Test
	void takesAnyTextAsKey() {
		List<String> keys = List.of("", " ", "ü", "a b", "x".repeat(1_000), "x".repeat(1_001), ":", "\r\nflush_all");
		keys.forEach((key) -> this.counters.increment(key));
		assertThat(keys).allSatisfy((key) -> assertThat(this.counters.get(key)).isEqualTo(new Counted(1)));
	}

	@Test
	void refusesToCountWhatIsNoNumber() {
		put("k", "text");
		assertThatExceptionOfType(NotNumericException.class).isThrownBy(() -> this.counters.increment("k"));
		assertThatExceptionOfType(NotNumericException.class).isThrownBy(() -> this.counters.reset("k"));
		assertThatExceptionOfType(NotNumericException.class).isThrownBy(() -> this.counters.get("k"));
		assertThatExceptionOfType(NotNumericException.class).isThrownBy(() -> this.counters.delete("k"));
		assertThat(stored("k")).isEqualTo("text");
	}

	@Test
	void tellsThatAMigrationMovedTheCounterAndLeavesItsMark() {
		put("k", Fence.PREFIX + "41");
		List.<Runnable>of(() -> this.counters.increment("k"), () -> this.counters.incrementIfPresent("k", 1),
				() -> this.counters.increment("k", 1, 1, MINUTE), () -> this.counters.decrement("k"),
				() -> this.counters.decrement("k", 1, 1, MINUTE), () -> this.counters.get("k"),
				() -> this.counters.reset("k"), () -> this.counters.delete("k"))
			.forEach((verb) -> assertThatExceptionOfType(KeyMovedException.class).isThrownBy(verb::run)
				.withMessageContaining("memcached.migration"));
		assertThat(stored("k")).isEqualTo(Fence.PREFIX + "41");
	}

	@Test
	void doesTheSameForACounterOfItsOwn() {
		MemcachedCounter counter = this.counters.counter("k");
		assertThat(counter.increment(5, 10, MINUTE)).isEqualTo(new Counted(10));
		assertThat(counter.increment()).isEqualTo(new Counted(11));
		assertThat(counter.increment(4)).isEqualTo(new Counted(15));
		assertThat(counter.incrementIfPresent(2)).isEqualTo(new Counted(17));
		assertThat(counter.decrement()).isEqualTo(new Counted(16));
		assertThat(counter.decrement(6)).isEqualTo(new Counted(10));
		assertThat(counter.decrement(1, 5, MINUTE)).isEqualTo(new Counted(9));
		assertThat(this.counters.get(counter.getKey())).isEqualTo(counter.get());
		assertThat(counter.reset()).isEqualTo(new Counted(0));
		assertThat(counter.delete()).isEqualTo(new Counted(0));
		assertThat(counter.get()).isEqualTo(new Absent());
	}

	@Test
	void doesTheSameForThoseWhoDoNotWait() {
		AsyncMemcachedCounters async = this.counters.async();
		assertThat(async.increment("k", 5, 10, MINUTE).join()).isEqualTo(new Counted(10));
		assertThat(async.increment("k").join()).isEqualTo(new Counted(11));
		assertThat(async.increment("k", 4).join()).isEqualTo(new Counted(15));
		assertThat(async.incrementIfPresent("k", 2).join()).isEqualTo(new Counted(17));
		assertThat(async.decrement("k").join()).isEqualTo(new Counted(16));
		assertThat(async.decrement("k", 6).join()).isEqualTo(new Counted(10));
		assertThat(async.decrement("k", 1, 5, MINUTE).join()).isEqualTo(new Counted(9));
		assertThat(async.get("k").join()).isEqualTo(new Counted(9));
		assertThat(async.reset("k").join()).isEqualTo(new Counted(0));
		assertThat(async.delete("k").join()).isEqualTo(new Counted(0));
		put("k", "text");
		assertThat(async.increment("k")).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(NotNumericException.class);
	}

	@Test
	void completesFuturesOnItsExecutor() {
		ForkJoinPool executor = new ForkJoinPool(1);
		AtomicBoolean attached = new AtomicBoolean();
		executor.execute(() -> {
			while (!attached.get()) {
				LockSupport.parkNanos(1_000_000);
			}
		});
		try {
			MemcachedCounters ours = MemcachedCounters.builder(this.operations).executor(executor).build();
			CompletableFuture<Boolean> onExecutor = ours.namespace(this.space.getName())
				.async()
				.increment("k")
				.thenApply((result) -> ((Thread.currentThread() instanceof ForkJoinWorkerThread worker)
						&& worker.getPool() == executor));
			attached.set(true);
			assertThat(onExecutor.join()).isTrue();
		}
		finally {
			attached.set(true);
			executor.shutdown();
		}
	}

	@Test
	void tellsWhatItDid() {
		this.counters.increment("k");
		this.counters.get("k");
		this.all.namespace("no").get("absent");
		put("text", "text");
		assertThatExceptionOfType(NotNumericException.class).isThrownBy(() -> this.counters.increment("text"));
		assertThatExceptionOfType(NotNumericException.class).isThrownBy(() -> this.counters.get("text"));
		CounterStatistics statistics = this.all.getStatistics();
		assertThat(statistics.totalTime()).isPositive();
		assertThat(statistics).isEqualTo(new CounterStatistics(2, 0, 1, 0, 2, statistics.totalTime()));
	}

	private int timeToLive(String key) {
		return (int) this.operations.get(key(key)).await().remainingSeconds();
	}

	private static BigInteger unsigned(CountResult result) {
		return ((Counted) result).toBigInteger();
	}

}
