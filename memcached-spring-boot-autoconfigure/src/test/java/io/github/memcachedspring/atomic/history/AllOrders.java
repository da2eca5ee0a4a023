package io.github.memcachedspring.atomic.history;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Tries all orders of a few operations: too slow for anything but to check the checker.
 */
final class AllOrders {

	private AllOrders() {
	}

	static boolean explain(List<Operation> operations) {
		return explain(operations, null);
	}

	private static boolean explain(List<Operation> left, @Nullable Long value) {
		if (left.stream().allMatch(Operation::isUnknown)) {
			return true;
		}
		return left.stream()
			.filter((next) -> left.stream().noneMatch((other) -> other.returned() < next.invoked()))
			.filter((next) -> next.effect().isPossible(value))
			.anyMatch((next) -> explain(without(left, next), next.effect().after(value)));
	}

	private static List<Operation> without(List<Operation> operations, Operation taken) {
		List<Operation> others = new ArrayList<>(operations);
		others.remove(taken);
		return others;
	}

}
