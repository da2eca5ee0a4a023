package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.memcachedspring.atomic.AtomicResult.Applied;
import io.github.memcachedspring.atomic.AtomicResult.Unknown;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.embedded.fault.FaultBuilder;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.test.MemcachedServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Updates whose store is never answered, as the server may have executed it or not.
 */
@Tag("slow")
class UnknownOutcomeTests extends AtomicUpdatesContract {

	private static final RetryPolicy PATIENT = RetryPolicy.defaults()
		.maxAttempts(1000)
		.maxTime(Duration.ofSeconds(40))
		.longestDelay(Duration.ofMillis(50));

	private final FaultProxy proxy;

	private final XMemcachedOperations faulty;

	private final AtomicInteger runs = new AtomicInteger();

	@SuppressWarnings("NullAway.Init")
	private AtomicUpdateTemplate disturbed;

	UnknownOutcomeTests(MemcachedServer server) {
		super(server);
		this.proxy = FaultProxy.before("127.0.0.1", server.port());
		this.faulty = connect(Duration.ofMillis(800), new MemcachedNode("127.0.0.1", this.proxy.port()));
	}

	@BeforeEach
	void begin() {
		this.disturbed = inNamespace(AtomicUpdateTemplate.builder(this.faulty, JSON).retry(PATIENT).build());
		store("a");
		awaitConnection(this.faulty);
		assertThat(this.disturbed.get("k", String.class)).isEqualTo("a");
	}

	@AfterEach
	void end() {
		this.faulty.close();
		this.proxy.close();
	}

	private @Nullable String change(@Nullable String before) {
		this.runs.incrementAndGet();
		return append("b").apply(before);
	}

	private String expected(Fault fault) {
		return fault.executed ? "ab" : "a";
	}

	@ParameterizedTest
	@EnumSource
	void isUnknownAndNotTriedAgain(Fault fault) {
		fault.order(this.proxy, "ms");
		AtomicResult<String> result = this.disturbed.update("k", String.class, this::change);
		assertThat(result).isInstanceOfSatisfying(Unknown.class, (unknown) -> {
			assertThat(unknown.attempts()).isOne();
			assertThat(unknown.cause().isExecutionUnknown()).isTrue();
		});
		assertThat(this.runs).hasValue(1);
		assertThat(stored()).isEqualTo(expected(fault));
		assertThat(this.disturbed.getStatistics().unknowns()).isOne();
		assertThatExceptionOfType(AtomicUpdateException.class).isThrownBy(result::orThrow)
			.matches(MemcachedException::isExecutionUnknown);
	}

	@ParameterizedTest
	@EnumSource
	void isAppliedOnceWithAnId(Fault fault) {
		fault.order(this.proxy, "ms");
		AtomicResult<String> result = this.disturbed.withOperationIds().update("k", String.class, this::change);
		assertThat(result).isInstanceOfSatisfying(Applied.class, (applied) -> {
			assertThat(applied.before()).isEqualTo("a");
			assertThat(applied.after()).isEqualTo("ab");
			assertThat(applied.attempts()).isGreaterThan(1);
		});
		assertThat(this.runs).hasValue(1);
		assertThat(stored()).isEqualTo("ab");
	}

	@ParameterizedTest
	@EnumSource
	void isFoundBelowTheIdsOfLaterUpdates(Fault fault) {
		fault.order(this.proxy, "ms");
		// The first read is that of the value, the next one that which looks for the id.
		var read = this.proxy.faults().on(Command.verb("mg")).from(2).once().hang();
		var future = this.disturbed.withOperationIds().async().update("k", String.class, this::change);
		assertThat(read.awaitFired(1, Duration.ofSeconds(40))).isTrue();
		for (int i = 0; i < 5; i++) {
			this.updates.withOperationIds().updateAndGet("k", String.class, append("c"));
			this.updates.updateAndGet("k", String.class, append("d"));
		}
		read.remove();
		assertThat(future.join().isApplied()).isEqualTo(fault.executed);
		assertThat(stored()).isEqualTo(expected(fault) + "cd".repeat(5));
	}

	@ParameterizedTest
	@EnumSource
	void isTriedAgainIfThatDoesNoHarm(Fault fault) {
		fault.order(this.proxy, "ms");
		AtomicResult<String> result = this.disturbed.idempotent().update("k", String.class, (before) -> "b");
		assertThat(result.orThrow().after()).isEqualTo("b");
		assertThat(stored()).isEqualTo("b");
	}

	@ParameterizedTest
	@EnumSource(names = { "CLOSED_BEFORE", "CLOSED_AFTER" })
	void tellsWhenTheFunctionThrowsThatAStoreBeforeMayHaveBeenApplied(Fault fault) {
		IllegalStateException thrown = new IllegalStateException("mine");
		AssertionError error = new AssertionError("mine");
		for (Throwable failure : List.of(thrown, error)) {
			this.runs.set(0);
			store("a");
			fault.order(this.proxy, "ms");
			assertThat(catchThrowable(() -> this.disturbed.idempotent().update("k", String.class, (before) -> {
				if (this.runs.incrementAndGet() > 1) {
					throw AtomicUpdateTemplateTests.<RuntimeException>unchecked(failure);
				}
				return "ab";
			}))).isSameAs(failure);
			assertThatSuppressedSaysUnknown(failure);
			assertThat(stored()).isEqualTo(expected(fault));
		}
		assertThat(this.disturbed.getStatistics()).extracting("unknowns", "failures").containsExactly(2L, 0L);
	}

	@Test
	void tellsTheSameToThoseWhoDoNotWait() {
		AssertionError thrown = new AssertionError("mine");
		Fault.CLOSED_AFTER.order(this.proxy, "ms");
		CompletableFuture<?> future = this.disturbed.idempotent().async().update("k", String.class, (before) -> {
			if (this.runs.incrementAndGet() > 1) {
				throw thrown;
			}
			return "ab";
		});
		assertThatExceptionOfType(CompletionException.class).isThrownBy(future::join)
			.satisfies((ex) -> assertThat(ex.getCause()).isSameAs(thrown));
		assertThatSuppressedSaysUnknown(thrown);
		assertThat(this.disturbed.getStatistics()).extracting("unknowns", "failures").containsExactly(1L, 0L);
	}

	private static void assertThatSuppressedSaysUnknown(Throwable thrown) {
		assertThat(thrown.getSuppressed()).singleElement().isInstanceOfSatisfying(AtomicUpdateException.class, (ex) -> {
			assertThat(ex.isExecutionUnknown()).isTrue();
			assertThat(ex.getResult()).isInstanceOf(Unknown.class);
		});
	}

	@ParameterizedTest
	@EnumSource
	void isUnknownForACreationThatLeftNoTrace(Fault fault) {
		this.updates.update("k", String.class, (before) -> null);
		fault.order(this.proxy, "ms");
		AtomicResult<String> result = this.disturbed.withOperationIds().update("k", String.class, this::change);
		assertThat(result.isApplied()).isEqualTo(fault.executed);
		assertThat(result).isInstanceOf(fault.executed ? Applied.class : Unknown.class);
		assertThat(stored()).isEqualTo(fault.executed ? "b" : null);
	}

	@ParameterizedTest
	@EnumSource
	void doesNotTakeWhatItMayHaveRemovedForAbsent(Fault fault) {
		fault.order(this.proxy, "md");
		AtomicResult<String> result = this.disturbed.idempotent().deleteIf("k", String.class, (before) -> true);
		assertThat(result).isInstanceOf(fault.executed ? Unknown.class : Applied.class);
		assertThat(stored()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void repeatsARemovalOfWhatIsStillThere(Fault fault) {
		fault.order(this.proxy, "md");
		AtomicResult<String> result = this.disturbed.withOperationIds().deleteIf("k", String.class, (before) -> true);
		assertThat(result).isInstanceOf(fault.executed ? Unknown.class : Applied.class);
		assertThat(stored()).isNull();
	}

	@Test
	void failsForCertainWhenTheReadIsNotAnswered() {
		this.proxy.faults().on(Command.verb("mg")).once().close();
		assertThatExceptionOfType(MemcachedException.class)
			.isThrownBy(() -> this.disturbed.update("k", String.class, this::change))
			.isNotInstanceOf(AtomicUpdateException.class);
		assertThat(this.runs).hasValue(0);
		assertThat(stored()).isEqualTo("a");
	}

	@Test
	void leavesAValueThatItDidNotSeeWhenTheConnectionIsLost() {
		AtomicResult<String> result = this.disturbed.update("k", String.class, (before) -> {
			if (this.runs.incrementAndGet() == 1) {
				int accepted = this.proxy.acceptedConnections();
				this.proxy.cutConnections();
				store("other");
				while (this.proxy.acceptedConnections() == accepted) {
					LockSupport.parkNanos(1_000_000);
				}
				awaitConnection(this.faulty);
			}
			return append("b").apply(before);
		});
		assertThat(result).isInstanceOfSatisfying(Applied.class,
				(applied) -> assertThat(applied.before()).isEqualTo("other"));
		assertThat(stored()).isEqualTo("otherb");
	}

	/** What becomes of the command and its answer. */
	enum Fault {

		CLOSED_BEFORE(false), CLOSED_AFTER(true), LOST_BEFORE(false), LOST_AFTER(true);

		final boolean executed;

		Fault(boolean executed) {
			this.executed = executed;
		}

		void order(FaultProxy proxy, String verb) {
			FaultBuilder builder = proxy.faults().on(Command.verb(verb)).once();
			builder = this.executed ? builder.afterExecution() : builder.beforeExecution();
			if (this == CLOSED_BEFORE || this == CLOSED_AFTER) {
				builder.close();
			}
			else {
				builder.drop();
			}
		}

	}

}
