package io.github.memcachedspring.atomic.history;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of the operations on one value in which each is possible and none
 * comes before another that had returned when it was begun. The search is that of Wing
 * and Gong (1993): one operation after the other is taken from those that could be next,
 * and given back if that leads nowhere. It looks at no combination of taken operations
 * and value twice, as Lowe (2017) suggests; the combinations are told apart by a hash of
 * 64 bits.
 */
public final class Linearizability {

	private static final int PATIENCE = 1_000_000;

	private final Pending pending;

	private final Set<Visit> visits = new HashSet<>();

	private final Deque<Step> path = new ArrayDeque<>();

	private @Nullable Long value;

	private int fewestLeft = Integer.MAX_VALUE;

	private String dead = "";

	private Linearizability(Collection<Operation> operations) {
		this.pending = new Pending(operations);
	}

	/**
	 * Checks operations on a value that is absent at first.
	 * @return why no order explains them, or null if one does
	 * @throws IllegalStateException if that was not found out
	 */
	public static @Nullable String violation(Collection<Operation> operations) {
		return new Linearizability(operations).search();
	}

	private @Nullable String search() {
		Step step = step();
		while (this.pending.certain() > 0) {
			int next = step.next();
			if (next >= 0) {
				step = advance(step, next);
			}
			else if (this.path.isEmpty()) {
				return this.dead;
			}
			else {
				step = back();
			}
		}
		return null;
	}

	private Step step() {
		int[] candidates = this.pending.candidates();
		if (this.pending.certain() < this.fewestLeft) {
			this.fewestLeft = this.pending.certain();
			this.dead = describe(candidates);
		}
		return new Step(candidates, this.value);
	}

	/** Takes an operation, unless it is not possible or led nowhere before. */
	private Step advance(Step step, int next) {
		Effect effect = this.pending.operation(next).effect();
		if (!effect.isPossible(this.value)) {
			return step;
		}
		Long after = effect.after(this.value);
		this.pending.take(next);
		if (!this.visits.add(new Visit(this.pending.hash(), after))) {
			this.pending.giveBack(next);
			return step;
		}
		if (this.visits.size() > PATIENCE) {
			throw new IllegalStateException("Undecided after %,d combinations".formatted(PATIENCE));
		}
		this.path.push(step);
		this.value = after;
		return step();
	}

	private Step back() {
		Step step = this.path.pop();
		this.pending.giveBack(step.taken());
		this.value = step.value;
		return step;
	}

	private String describe(int[] candidates) {
		List<String> next = Arrays.stream(candidates)
			.limit(20)
			.mapToObj((candidate) -> this.pending.operation(candidate).toText())
			.toList();
		return "with %d operations left, the value is %s and none of these can be next: %s".formatted(this.fewestLeft,
				this.value, next);
	}

	/** A combination that was looked at. */
	private record Visit(long taken, @Nullable Long value) {

	}

	/** What could be next at some point, and how far that was tried. */
	private static final class Step {

		private final int[] candidates;

		private final @Nullable Long value;

		private int tried;

		Step(int[] candidates, @Nullable Long value) {
			this.candidates = candidates;
			this.value = value;
		}

		int next() {
			return (this.tried < this.candidates.length) ? this.candidates[this.tried++] : -1;
		}

		int taken() {
			return this.candidates[this.tried - 1];
		}

	}

}
