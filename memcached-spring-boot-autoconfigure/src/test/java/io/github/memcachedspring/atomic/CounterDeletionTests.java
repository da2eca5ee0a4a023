package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.memcachedspring.atomic.CountResult.Absent;
import io.github.memcachedspring.atomic.CountResult.Conflict;
import io.github.memcachedspring.atomic.CountResult.Counted;
import io.github.memcachedspring.client.Fence;
import io.github.memcachedspring.client.KeyMovedException;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.test.MemcachedServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of deletes of counters, which tell the last value: nothing that is counted
 * meanwhile may be lost.
 */
class CounterDeletionTests extends CountersContract {

	CounterDeletionTests(MemcachedServer server) {
		super(server);
	}

	@Test
	void deletesAndTellsTheLastValue() {
		this.counters.increment("k", 7);
		assertThat(this.counters.delete("k")).isEqualTo(new Counted(7));
		assertThat(this.counters.get("k")).isEqualTo(new Absent());
		assertThat(this.counters.delete("k")).isEqualTo(new Absent());
	}

	@Test
	void losesNoCountBetweenDeletes() {
		int counts = 500;
		CompletableFuture<Void> counting = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < counts; i++) {
				this.counters.increment("k");
				LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
			}
		});
		List<Long> taken = new ArrayList<>();
		while (!counting.isDone() || this.counters.get("k") instanceof Counted) {
			if (this.counters.delete("k") instanceof Counted counted) {
				taken.add(counted.value());
			}
		}
		counting.join();
		assertThat(taken).as("deletes").hasSizeGreaterThan(1);
		assertThat(taken.stream().mapToLong(Long::longValue).sum()).isEqualTo(counts);
	}

	/** Has another caller count each time that a counter is to be removed. */
	private MemcachedCounters disturbed(AtomicInteger disturbances) {
		MemcachedOperations busy = Intercepted.before(this.operations, (verb, arguments) -> {
			if (verb.equals("compareAndDelete")) {
				disturbances.incrementAndGet();
				this.counters.increment("k");
			}
		});
		return MemcachedCounters.builder(busy)
			.executor((task) -> new Thread(task).start())
			.build()
			.namespace(this.space.getName());
	}

	@Test
	void givesUpADeleteWhileOthersCountAndTellsSo() {
		AtomicInteger disturbances = new AtomicInteger();
		MemcachedCounters busy = disturbed(disturbances);
		this.counters.increment("k");
		CountResult result = busy.withRetry(RetryPolicy.defaults().maxAttempts(3).maxTime(Duration.ofSeconds(30)))
			.delete("k");
		assertThat(result).isInstanceOfSatisfying(Conflict.class,
				(conflict) -> assertThat(conflict.attempts()).isEqualTo(3));
		assertThat(this.counters.get("k")).isEqualTo(new Counted(4));
		assertThat(busy.getStatistics().conflicts()).isOne();
		assertThatExceptionOfType(AtomicUpdateException.class).isThrownBy(result::orThrow)
			.withMessageContaining("3 attempts")
			.matches((ex) -> !ex.isExecutionUnknown());
	}

	@Test
	void pausesBetweenTheAttemptsOfADelete() {
		AtomicInteger disturbances = new AtomicInteger();
		this.counters.increment("k");
		RetryPolicy patient = RetryPolicy.defaults()
			.maxAttempts(Integer.MAX_VALUE)
			.maxTime(Duration.ofMillis(500))
			.firstDelay(Duration.ofMillis(50))
			.longestDelay(Duration.ofMillis(50));
		assertThat(disturbed(disturbances).withRetry(patient).async().delete("k").join()).isInstanceOf(Conflict.class);
		assertThat(disturbances.get()).isBetween(1, 200);
	}

	@Test
	void triesNoMoreToDeleteWhenThatIsCancelled() {
		AtomicInteger disturbances = new AtomicInteger();
		this.counters.increment("k");
		RetryPolicy endless = RetryPolicy.defaults().maxAttempts(Integer.MAX_VALUE).maxTime(Duration.ofHours(1));
		MemcachedCounters busy = disturbed(disturbances);
		CompletableFuture<CountResult> future = busy.withRetry(endless).async().delete("k");
		Awaitility.await().until(() -> disturbances.get() > 2);
		future.cancel(false);
		Awaitility.await().until(() -> busy.getStatistics().totalTime().toNanos() > 0);
		assertThat(busy.getStatistics()).extracting("counted", "conflicts", "failed").containsExactly(0L, 0L, 0L);
		assertThat(this.counters.get("k")).isEqualTo(new Counted(disturbances.get() + 1));
	}

	@Test
	void leavesTheMarkOfAMigrationThatComesBeforeADelete() {
		this.counters.increment("k");
		MemcachedOperations moving = Intercepted.before(this.operations, (verb, arguments) -> {
			if (verb.equals("compareAndDelete")) {
				put("k", Fence.PREFIX + "1");
			}
		});
		MemcachedCounters late = MemcachedCounters.builder(moving).build().namespace(this.space.getName());
		assertThatExceptionOfType(KeyMovedException.class).isThrownBy(() -> late.delete("k"));
		assertThat(stored("k")).isEqualTo(Fence.PREFIX + "1");
	}

}
