package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.memcachedspring.atomic.AtomicResult.Absent;
import io.github.memcachedspring.atomic.AtomicResult.Applied;
import io.github.memcachedspring.atomic.AtomicResult.Conflict;
import io.github.memcachedspring.test.MemcachedServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Updates of a value that others change between the read and the store.
 */
class ConflictTests extends AtomicUpdatesContract {

	private static final RetryPolicy PATIENT = RetryPolicy.defaults().maxTime(Duration.ofSeconds(30));

	private final AtomicInteger runs = new AtomicInteger();

	ConflictTests(MemcachedServer server) {
		super(server);
	}

	/** Returns a function that others are faster than, as often as told. */
	private UnaryOperator<@Nullable String> disturbed(int times) {
		return (before) -> {
			if (this.runs.incrementAndGet() <= times) {
				this.updates.updateAndGet("k", String.class, append("."));
			}
			return append("!").apply(before);
		};
	}

	@Test
	void beginsAnewOnTheValueOfTheOthers() {
		store("a");
		assertThat(this.updates.withRetry(PATIENT).update("k", String.class, disturbed(3)))
			.isEqualTo(new Applied<>("a...", "a...!", 4));
		assertThat(stored()).isEqualTo("a...!");
		assertThat(this.runs).hasValue(4);
	}

	@Test
	void doesNotOverwriteWhatOthersCreated() {
		assertThat(this.updates.withRetry(PATIENT).update("k", String.class, disturbed(1)))
			.isEqualTo(new Applied<>(".", ".!", 2));
	}

	@Test
	void doesNotBringBackWhatOthersRemoved() {
		store("a");
		assertThat(this.updates.withRetry(PATIENT).updateIfPresent("k", String.class, (before) -> {
			this.server.command("md %s".formatted(wireKey()));
			return before + "!";
		})).isEqualTo(new Absent<>());
		assertThat(stored()).isNull();
	}

	@Test
	void doesNotRemoveWhatOthersChanged() {
		store("a");
		assertThat(this.updates.withRetry(PATIENT).deleteIf("k", String.class, (before) -> {
			store("b");
			return before.equals("a");
		})).isEqualTo(new Applied<>("b", "b", 2));
		assertThat(stored()).isEqualTo("b");
	}

	@Test
	void givesUpWhenTheAttemptsAreUsedUp() {
		store("a");
		AtomicResult<String> result = this.updates.withRetry(PATIENT.maxAttempts(3))
			.update("k", String.class, disturbed(Integer.MAX_VALUE));
		assertThat(result).isInstanceOfSatisfying(Conflict.class, (conflict) -> {
			assertThat(conflict.attempts()).isEqualTo(3);
			assertThat(conflict.elapsed()).isPositive();
		});
		assertThat(this.runs).hasValue(3);
		assertThat(stored()).isEqualTo("a...");
		assertThatExceptionOfType(AtomicUpdateException.class).isThrownBy(result::orThrow)
			.withMessageContaining("3 attempts")
			.matches((ex) -> !ex.isExecutionUnknown());
	}

	@Test
	void beginsNoAttemptWhenTheTimeIsUp() {
		RetryPolicy policy = RetryPolicy.defaults()
			.maxAttempts(Integer.MAX_VALUE)
			.maxTime(Duration.ofMillis(300))
			.firstDelay(Duration.ofHours(1))
			.longestDelay(Duration.ofHours(1));
		assertThat(this.updates.withRetry(policy).update("k", String.class, disturbed(Integer.MAX_VALUE)))
			.isInstanceOfSatisfying(Conflict.class,
					(conflict) -> assertThat(conflict.elapsed()).isLessThan(Duration.ofMinutes(1)));
		policy = policy.maxTime(Duration.ofSeconds(2))
			.firstDelay(Duration.ofMillis(1))
			.longestDelay(Duration.ofMillis(1));
		assertThat(this.updates.withRetry(policy).update("k", String.class, disturbed(Integer.MAX_VALUE)))
			.isInstanceOfSatisfying(Conflict.class, (conflict) -> assertThat(conflict.attempts()).isGreaterThan(1));
	}

	@Test
	void stopsWaitingWhenItIsInterrupted() {
		store("a");
		RetryPolicy slow = PATIENT.maxTime(Duration.ofHours(2))
			.firstDelay(Duration.ofHours(1))
			.longestDelay(Duration.ofHours(1));
		AtomicResult<String> result;
		boolean interrupted;
		try {
			result = this.updates.withRetry(slow).update("k", String.class, (before) -> {
				Thread.currentThread().interrupt();
				return disturbed(1).apply(before);
			});
		}
		finally {
			interrupted = Thread.interrupted();
		}
		assertThat(interrupted).isTrue();
		assertThat(result).isInstanceOfSatisfying(Conflict.class,
				(conflict) -> assertThat(conflict.attempts()).isOne());
		assertThat(stored()).isEqualTo("a.");
	}

	@Test
	void countsConflicts() {
		AtomicUpdateTemplate counted = inNamespace(
				AtomicUpdateTemplate.builder(this.operations, JSON).retry(PATIENT.maxAttempts(2)).build());
		counted.update("k", String.class, disturbed(2));
		counted.update("k", String.class, disturbed(3));
		AtomicUpdateStatistics statistics = counted.getStatistics();
		assertThat(statistics.conflicts()).isOne();
		assertThat(statistics.applied()).isOne();
		assertThat(statistics.attempts()).isEqualTo(4);
	}

	@Test
	void losesNoneOfManyUpdatesAtOnce() throws Exception {
		List<CompletableFuture<AtomicResult<Integer>>> futures = new ArrayList<>();
		AtomicUpdates<String> patient = this.updates.withRetry(PATIENT.maxAttempts(10_000));
		for (int i = 0; i < 200; i++) {
			futures.add(patient.async().update("k", Integer.class, (before) -> (before != null) ? before + 1 : 1));
		}
		for (CompletableFuture<AtomicResult<Integer>> future : futures) {
			assertThat(future.get(60, TimeUnit.SECONDS).isApplied()).isTrue();
		}
		assertThat(this.updates.get("k", Integer.class)).isEqualTo(200);
	}

}
