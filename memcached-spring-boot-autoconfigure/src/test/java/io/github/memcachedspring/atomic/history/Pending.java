package io.github.memcachedspring.atomic.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The operations that have no place in the order yet. First come those that were done,
 * then those of unknown outcome, each by the time that they were begun.
 */
final class Pending {

	private final List<Operation> operations;

	private final long[] numbers;

	/**
	 * A ring of those that were done and are not taken. The place after the last is its
	 * beginning.
	 */
	private final int[] next;

	private final int[] previous;

	/** Those of unknown outcome, together with those that do the same. */
	private final Map<Effect, Twins> twins = new LinkedHashMap<>();

	private final int firstUnknown;

	private int certain;

	private long hash;

	Pending(Collection<Operation> operations) {
		this.operations = sorted(operations);
		int size = this.operations.size();
		this.certain = (int) operations.stream().filter((operation) -> !operation.isUnknown()).count();
		this.firstUnknown = this.certain;
		this.numbers = new SplittableRandom(1).longs(size).toArray();
		this.next = IntStream.rangeClosed(0, this.certain).map((i) -> (i + 1) % (this.certain + 1)).toArray();
		this.previous = IntStream.rangeClosed(0, this.certain)
			.map((i) -> (i + this.certain) % (this.certain + 1))
			.toArray();
		for (int i = this.firstUnknown; i < size; i++) {
			this.twins.computeIfAbsent(operation(i).effect(), (effect) -> new Twins()).members.add(i);
		}
	}

	private static List<Operation> sorted(Collection<Operation> operations) {
		Comparator<Operation> order = Comparator.comparing(Operation::isUnknown).thenComparingLong(Operation::invoked);
		return operations.stream().sorted(order).toList();
	}

	Operation operation(int index) {
		return this.operations.get(index);
	}

	/** How many of those that were done are left. */
	int certain() {
		return this.certain;
	}

	/** Tells sets of taken operations apart. */
	long hash() {
		return this.hash;
	}

	/** Those that were begun before any that is left had returned. */
	int[] candidates() {
		IntStream.Builder candidates = IntStream.builder();
		long firstReturn = Operation.NEVER;
		int ring = this.firstUnknown;
		for (int i = this.next[ring]; i != ring && operation(i).invoked() <= firstReturn; i = this.next[i]) {
			candidates.add(i);
			firstReturn = Math.min(firstReturn, operation(i).returned());
		}
		for (Twins alike : this.twins.values()) {
			int first = alike.first();
			if (first >= 0 && operation(first).invoked() <= firstReturn) {
				candidates.add(first);
			}
		}
		return candidates.build().toArray();
	}

	void take(int index) {
		this.hash ^= this.numbers[index];
		if (index >= this.firstUnknown) {
			twins(index).taken++;
			return;
		}
		this.next[this.previous[index]] = this.next[index];
		this.previous[this.next[index]] = this.previous[index];
		this.certain--;
	}

	/** Only for the one that was taken last. */
	void giveBack(int index) {
		this.hash ^= this.numbers[index];
		if (index >= this.firstUnknown) {
			twins(index).taken--;
			return;
		}
		this.next[this.previous[index]] = index;
		this.previous[this.next[index]] = index;
		this.certain++;
	}

	private Twins twins(int index) {
		return Objects.requireNonNull(this.twins.get(operation(index).effect()));
	}

	/** Of those that do the same and never returned, the first can stand for any. */
	private static final class Twins {

		private final List<Integer> members = new ArrayList<>();

		private int taken;

		int first() {
			return (this.taken < this.members.size()) ? this.members.get(this.taken) : -1;
		}

	}

}
