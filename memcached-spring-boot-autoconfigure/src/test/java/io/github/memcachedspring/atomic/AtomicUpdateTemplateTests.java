package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.memcachedspring.atomic.AtomicResult.Absent;
import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Fence;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeyMovedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.transcoder.TranscodingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Updates that nobody disturbs.
 */
class AtomicUpdateTemplateTests extends AtomicUpdatesContract {

	private final AtomicInteger runs = new AtomicInteger();

	AtomicUpdateTemplateTests(MemcachedServer server) {
		super(server);
	}

	@Test
	void createsAndChangesAndRemoves() {
		assertThat(this.updates.update("k", String.class, append("a"))).isEqualTo(applied(null, "a"));
		assertThat(this.updates.update("k", String.class, append("b"))).isEqualTo(applied("a", "ab"));
		assertThat(stored()).isEqualTo("ab");
		assertThat(this.updates.update("k", String.class, (before) -> null)).isEqualTo(applied("ab", null));
		assertThat(stored()).isNull();
		assertThat(this.server.command("mg %s".formatted(wireKey()))).isEqualTo("EN");
	}

	@Test
	void appliesAnUpdateThatLeavesNothingToDo() {
		assertThat(this.updates.update("k", String.class, (before) -> null)).isEqualTo(applied(null, null));
		assertThat(stored()).isNull();
	}

	@Test
	void changesOnlyWhatIsPresent() {
		assertThat(this.updates.updateIfPresent("k", String.class, (before) -> before + "b")).isEqualTo(new Absent<>());
		store("a");
		assertThat(this.updates.updateIfPresent("k", String.class, (before) -> before + "b"))
			.isEqualTo(applied("a", "ab"));
		assertThat(this.updates.updateIfPresent("k", String.class, (before) -> null)).isEqualTo(applied("ab", null));
		assertThat(stored()).isNull();
	}

	@Test
	void createsOnlyWhatIsAbsent() {
		assertThat(this.updates.computeIfAbsent("k", String.class, () -> null)).isEqualTo(applied(null, null));
		assertThat(this.updates.computeIfAbsent("k", String.class, () -> "a")).isEqualTo(applied(null, "a"));
		assertThat(this.updates.computeIfAbsent("k", String.class, () -> "b")).isEqualTo(applied("a", "a"));
		assertThat(stored()).isEqualTo("a");
	}

	@Test
	void removesIfTheConditionHolds() {
		assertThat(this.updates.deleteIf("k", String.class, "a"::equals)).isEqualTo(new Absent<>());
		store("a");
		assertThat(this.updates.deleteIf("k", String.class, "b"::equals)).isEqualTo(applied("a", "a"));
		assertThat(this.updates.deleteIf("k", String.class, "a"::equals)).isEqualTo(applied("a", null));
		assertThat(stored()).isNull();
	}

	@Test
	void returnsTheValueBeforeOrAfter() {
		assertThat(this.updates.updateAndGet("k", String.class, append("a"))).isEqualTo("a");
		assertThat(this.updates.getAndUpdate("k", String.class, append("b"))).isEqualTo("a");
		assertThat(this.updates.updateAndGet("k", String.class, (before) -> null)).isNull();
		assertThat(this.updates.getAndUpdate("k", String.class, append("a"))).isNull();
	}

	@Test
	void throwsTheResultOfAnUpdateThatFoundNothing() {
		AtomicResult<String> result = this.updates.updateIfPresent("k", String.class, append("a")::apply);
		assertThatExceptionOfType(AtomicUpdateException.class).isThrownBy(result::orThrow).satisfies((ex) -> {
			assertThat(ex.getResult()).isSameAs(result);
			assertThat(ex.isExecutionUnknown()).isFalse();
		});
	}

	@Test
	void passesOnWhatTheFunctionThrowsAndRunsItOnce() {
		store("a");
		for (Throwable thrown : List.of(new IllegalStateException("mine"), new AssertionError("mine"),
				new AtomicUpdateException("mine", "result", null))) {
			this.runs.set(0);
			assertThat(catchThrowable(() -> this.updates.update("k", String.class, (before) -> {
				this.runs.incrementAndGet();
				throw AtomicUpdateTemplateTests.<RuntimeException>unchecked(thrown);
			}))).isSameAs(thrown);
			assertThat(this.runs).hasValue(1);
		}
		assertThat(stored()).isEqualTo("a");
	}

	@Test
	void passesOnACheckedExceptionOfAnotherLanguage() {
		Exception thrown = new Exception("mine");
		assertThat(catchThrowable(() -> this.updates.update("k", String.class, (before) -> {
			throw AtomicUpdateTemplateTests.<RuntimeException>unchecked(thrown);
		}))).isSameAs(thrown);
	}

	@SuppressWarnings("unchecked")
	static <E extends Throwable> E unchecked(Throwable thrown) throws E {
		throw (E) thrown;
	}

	@Test
	void refusesAValueOfAnotherType() {
		store("a");
		assertThatIllegalStateException().isThrownBy(() -> this.updates.update("k", List.class, (before) -> List.of()))
			.withMessageContaining("java.lang.String")
			.withMessageContaining("java.util.List");
		assertThatIllegalStateException().isThrownBy(() -> this.updates.get("k", List.class));
		assertThat(stored()).isEqualTo("a");
	}

	@Test
	void takesAPrimitiveType() {
		assertThat(this.updates.updateAndGet("k", int.class, (before) -> (before != null) ? before + 1 : 1)).isOne();
		assertThat(this.updates.updateAndGet("k", int.class, (before) -> (before != null) ? before + 1 : 1))
			.isEqualTo(2);
	}

	@Test
	void leavesAloneWhatCannotBeDecoded() {
		leave("a stranger");
		assertThatExceptionOfType(TranscodingException.class)
			.isThrownBy(() -> this.updates.update("k", String.class, (before) -> "b"));
		assertThatExceptionOfType(TranscodingException.class).isThrownBy(this::stored);
		assertThat(this.server.command("mg %s v".formatted(wireKey()))).contains("a stranger");
	}

	@Test
	void doesNotStoreWhatCannotBeEncoded() {
		assertThatExceptionOfType(TranscodingException.class)
			.isThrownBy(() -> this.updates.update("k", Object.class, (before) -> new Thread()));
		assertThat(this.server.command("mg %s".formatted(wireKey()))).isEqualTo("EN");
	}

	@Test
	void takesTheStubOfALoadForNothingAndReplacesIt() {
		MemcachedKey key = key();
		Item stub = this.operations.getWithLease(key, Expiration.after(Duration.ofSeconds(30))).await();
		assertThat(stub.isStub()).isTrue();
		assertThat(this.updates.update("k", String.class, append("a"))).isEqualTo(applied(null, "a"));
		CasToken token = stub.token();
		assertThat(this.operations.fill(key, new byte[1], Expiration.NEVER, token).await())
			.isEqualTo(StoreResult.EXISTS);
		assertThat(stored()).isEqualTo("a");
	}

	@Test
	void stopsAtTheMarkOfAMigration() {
		store("a");
		leave(Fence.PREFIX + "kept");
		assertThatExceptionOfType(KeyMovedException.class)
			.isThrownBy(() -> this.updates.update("k", String.class, append("b")));
		assertThatExceptionOfType(KeyMovedException.class)
			.isThrownBy(() -> this.updates.deleteIf("k", String.class, (before) -> true));
		assertThatExceptionOfType(KeyMovedException.class).isThrownBy(this::stored);
		assertThat(this.server.command("mg %s v".formatted(wireKey()))).contains("MOVED:kept");
	}

	@Test
	void keepsTheTimeToLiveThroughManyChanges() {
		AtomicUpdates<String> shortLived = this.updates.withTimeToLive(Duration.ofSeconds(100));
		long start = System.nanoTime();
		shortLived.updateAndGet("k", String.class, append("."));
		for (int i = 0; i < 50; i++) {
			// Some of the updates shall meet the end of a second.
			pause(Duration.ofMillis(60));
			this.updates.updateAndGet("k", String.class, append("."));
		}
		long expected = 100 - Duration.ofNanos(System.nanoTime() - start).toSeconds();
		assertThat(remainingSeconds()).isBetween(expected - 2, expected + 2);
		assertThat(stored()).hasSize(51);
	}

	private static void pause(Duration duration) {
		try {
			Thread.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void expiresAlsoIfItIsChangedAllTheTime() {
		long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		this.updates.withTimeToLive(Duration.ofSeconds(4)).updateAndGet("k", String.class, (before) -> "a");
		int changes = 0;
		while (this.updates.updateIfPresent("k", String.class, (before) -> before).isApplied()) {
			assertThat(System.nanoTime()).isLessThan(end);
			changes++;
			pause(Duration.ofMillis(20));
		}
		assertThat(changes).isPositive();
	}

	@Test
	void givesWhatItCreatesTheTimeToLiveOfTheTemplate() {
		store("a");
		assertThat(remainingSeconds()).isBetween(3590L, 3600L);
		AtomicUpdateTemplate other = inNamespace(
				AtomicUpdateTemplate.builder(this.operations, JSON).timeToLive(Duration.ofSeconds(50)).build());
		other.updateAndGet("k", String.class, append("b"));
		assertThat(remainingSeconds()).isBetween(3590L, 3600L);
		other.updateAndGet("k", String.class, (before) -> null);
		other.updateAndGet("k", String.class, append("b"));
		assertThat(remainingSeconds()).isBetween(40L, 50L);
		this.updates.withTimeToLive(Duration.ofSeconds(200)).updateAndGet("k", String.class, append("c"));
		assertThat(remainingSeconds()).isBetween(190L, 200L);
	}

	@Test
	void givesATimeToLiveThatCannotBeReckonedWith() {
		Duration forEver = ChronoUnit.FOREVER.getDuration();
		assertThat(this.updates.withTimeToLive(forEver).updateAndGet("k", String.class, append("a"))).isEqualTo("a");
		assertThat(remainingSeconds()).isGreaterThan(Duration.ofDays(365).toSeconds());
		assertThat(stored()).isEqualTo("a");
	}

	@Test
	void keepsAValueThatDoesNotExpire() {
		store("a");
		assertThat(this.server.command("mg %s T0".formatted(wireKey()))).startsWith("HD");
		this.updates.updateAndGet("k", String.class, append("b"));
		assertThat(remainingSeconds()).isEqualTo(-1);
		assertThat(stored()).isEqualTo("ab");
	}

	@Test
	void refusesATimeToLiveOfLessThanASecond() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.updates.withTimeToLive(Duration.ofMillis(999)))
			.withMessageContaining("timeToLive");
	}

	@Test
	void takesTwoCommandsForAnUpdateThatNobodyDisturbs() {
		store("a");
		long reads = this.server.stat("cmd_get");
		long stores = this.server.stat("cmd_set");
		for (int i = 0; i < 10; i++) {
			this.updates.updateAndGet("k", String.class, append("."));
		}
		assertThat(this.server.stat("cmd_get") - reads).isEqualTo(10);
		assertThat(this.server.stat("cmd_set") - stores).isEqualTo(10);
	}

	@Test
	void doesNotMeetOtherNamespacesAndKinds() {
		store("a");
		assertThat(this.updates.namespace("other").get("k", String.class)).isNull();
		assertThat(wireKey()).startsWith(":a:").doesNotStartWith(":c:");
		AtomicUpdateTemplate prefixed = inNamespace(
				AtomicUpdateTemplate.builder(this.operations, JSON).keyPrefix("app").build());
		assertThat(prefixed.get("k", String.class)).isNull();
		assertThat(prefixed.namespace(namespace()).computeIfAbsent("k", String.class, () -> "b"))
			.isEqualTo(applied(null, "b"));
		assertThat(stored()).isEqualTo("a");
	}

	@Test
	void givesEachAttemptAValueOfItsOwn() {
		this.updates.update("k", List.class, (before) -> List.of("a"));
		AtomicResult<List> result = this.updates.update("k", List.class, AtomicUpdateTemplateTests::added);
		assertThat(result.orThrow().after()).isEqualTo(List.of("a", "b"));
		assertThat(this.updates.get("k", List.class)).isEqualTo(List.of("a", "b"));
	}

	@SuppressWarnings("unchecked")
	private static List<?> added(@Nullable List<?> before) {
		List<Object> changed = new ArrayList<>((before != null) ? before : List.of());
		changed.add("b");
		return changed;
	}

	@Test
	void countsWhatUpdatesDid() {
		AtomicUpdateTemplate counted = inNamespace(AtomicUpdateTemplate.builder(this.operations, JSON).build());
		counted.update("k", String.class, append("a"));
		counted.update("k", String.class, append("b"));
		counted.idempotent().updateIfPresent("other", String.class, (before) -> "a");
		assertThatIllegalStateException().isThrownBy(() -> counted.update("k", List.class, (before) -> null));
		AtomicUpdateStatistics statistics = counted.getStatistics();
		assertThat(statistics.totalTime()).isPositive();
		assertThat(statistics).isEqualTo(new AtomicUpdateStatistics(2, 0, 1, 0, 1, 0, 4, statistics.totalTime()));
	}

}
