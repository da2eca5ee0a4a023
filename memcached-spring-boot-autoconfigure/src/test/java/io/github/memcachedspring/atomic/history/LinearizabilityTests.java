package io.github.memcachedspring.atomic.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.github.memcachedspring.atomic.history.Effect.Change;
import io.github.memcachedspring.atomic.history.Effect.Count;
import io.github.memcachedspring.atomic.history.Effect.Put;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LinearizabilityTests {

	@Test
	void acceptsOneAfterTheOther() {
		accepts(at(1, 2, change(null, 1)), at(3, 4, change(1, 2)), at(5, 6, Effect.read(2L)));
	}

	@Test
	void acceptsConcurrentOperationsInEitherOrder() {
		accepts(at(1, 4, change(1, 2)), at(2, 3, change(null, 1)));
		accepts(at(1, 4, change(null, 1)), at(2, 3, change(1, 2)));
	}

	@Test
	void rejectsALostUpdate() {
		rejects(at(1, 2, change(null, 1)), at(3, 6, change(1, 2)), at(4, 5, change(1, 2)));
	}

	@Test
	void rejectsALostUpdateOfSomebodyWhoPutsWhatHeComputed() {
		rejects(at(1, 2, change(null, 1)), at(3, 4, change(1, 2)), at(5, 6, change(1, 3)));
	}

	@Test
	void rejectsAValueThatWasReplacedBefore() {
		rejects(at(1, 2, change(null, 1)), at(3, 4, change(1, 2)), at(5, 6, Effect.read(1L)));
	}

	@Test
	void rejectsAValueThatNobodyStored() {
		rejects(at(1, 2, change(null, 1)), at(3, 4, Effect.read(7L)));
	}

	@Test
	void rejectsTwoReadersWhoSawChangesInDifferentOrders() {
		Operation one = at(1, 10, new Put(1L));
		Operation two = at(1, 10, new Put(2L));
		accepts(one, two, at(2, 3, Effect.read(1L)), at(4, 5, Effect.read(2L)));
		rejects(one, two, at(2, 3, Effect.read(1L)), at(4, 5, Effect.read(2L)), at(6, 7, Effect.read(1L)));
	}

	@Test
	void acceptsAnUnknownOperationThatTookPlaceWheneverOrNever() {
		Operation unknown = at(3, Operation.NEVER, change(1, 2));
		Operation first = at(1, 2, change(null, 1));
		accepts(first, unknown);
		accepts(first, unknown, at(5, 6, Effect.read(1L)));
		accepts(first, unknown, at(5, 6, Effect.read(2L)));
		accepts(first, unknown, at(5, 6, Effect.read(1L)), at(7, 8, Effect.read(2L)));
	}

	@Test
	void rejectsAnUnknownOperationThatTookPlaceBeforeItWasBegun() {
		rejects(at(1, 2, change(null, 1)), at(3, 4, Effect.read(2L)), at(5, Operation.NEVER, change(1, 2)));
	}

	@Test
	void rejectsAnUnknownOperationThatTookPlaceTwice() {
		Operation unknown = at(1, Operation.NEVER, count(1, null));
		accepts(at(1, 2, count(1, 1L)), unknown, at(3, 4, count(1, 3L)));
		rejects(at(1, 2, count(1, 1L)), unknown, at(3, 4, count(1, 4L)));
	}

	@Test
	void rejectsAFailedOperationWithAnEffect() {
		History history = new History();
		history.invoke("key").fail();
		history.invoke("key").ok(Effect.read(1L));
		assertThat(history.violations()).singleElement().asString().contains("'key'", "value is null", "change:1:1");
	}

	@Test
	void acceptsALossOnlyWhileItMayHaveTakenPlace() {
		Operation loss = at(3, 6, new Put(null));
		accepts(at(1, 2, change(null, 1)), at(3, 4, change(1, 2)), loss, at(5, 7, change(null, 1)));
		rejects(at(1, 2, change(null, 1)), loss, at(7, 8, change(1, 2)));
	}

	@Test
	void rejectsATokenThatSurvivedALoss() {
		Operation loss = at(3, 4, new Put(null));
		rejects(at(1, 2, change(null, 57)), loss, at(5, 6, change(null, 1)), at(5, 9, change(57, 58)));
	}

	@Test
	void decidesWithHundredsOfUnknownOperations() {
		List<Operation> operations = new ArrayList<>();
		for (int i = 0; i < 400; i++) {
			operations.add(at(0, Operation.NEVER, count(1, null)));
		}
		for (int i = 1; i <= 1_000; i++) {
			operations.add(at(10 * i, 10 * i + 15, count(1, i + i / 10 + 300L)));
		}
		assertThat(Linearizability.violation(operations)).isNull();
		operations.add(at(20_000, 20_001, count(1, 1_402L)));
		assertThat(Linearizability.violation(operations)).isNotNull();
	}

	@Test
	void isOfOneMindWithATrialOfAllOrders() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		int[] verdicts = new int[2];
		for (int round = 0; round < 3_000; round++) {
			List<Operation> operations = RandomHistory.ofAFew(random);
			boolean explained = AllOrders.explain(operations);
			assertThat(Linearizability.violation(operations) == null).as("seed %d, %s", seed, operations)
				.isEqualTo(explained);
			verdicts[explained ? 1 : 0]++;
		}
		assertThat(Arrays.stream(verdicts).min().orElseThrow()).as("seed %d", seed).isGreaterThan(300);
	}

	@Test
	void acceptsHistoriesOfAValueThatIsLinearizableAndRejectsThemWithOneUpdateLost() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int round = 0; round < 20; round++) {
			List<Operation> operations = RandomHistory.ofUpdates(random, 500);
			assertThat(Linearizability.violation(operations)).as("seed %d", seed).isNull();
			assertThat(Linearizability.violation(RandomHistory.withALostUpdate(random, operations))).as("seed %d", seed)
				.isNotNull();
		}
	}

	private static void accepts(Operation... operations) {
		assertThat(Linearizability.violation(List.of(operations))).isNull();
	}

	private static void rejects(Operation... operations) {
		assertThat(Linearizability.violation(List.of(operations))).isNotNull();
	}

	private static Operation at(long invoked, long returned, Effect effect) {
		return new Operation(effect, invoked, returned);
	}

	private static Effect change(@Nullable Integer before, @Nullable Integer after) {
		return new Change((before != null) ? before.longValue() : null, (after != null) ? after.longValue() : null);
	}

	private static Effect count(long delta, @Nullable Long seen) {
		return new Count(delta, delta, seen);
	}

}
