package io.github.memcachedspring.atomic.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.github.memcachedspring.atomic.history.Effect.Change;
import io.github.memcachedspring.atomic.history.Effect.Count;
import io.github.memcachedspring.atomic.history.Effect.Put;

/**
 * Makes up histories.
 */
final class RandomHistory {

	private RandomHistory() {
	}

	/** A few operations that may or may not fit together. */
	static List<Operation> ofAFew(Random random) {
		return IntStream.rangeClosed(0, 1 + random.nextInt(6)).mapToObj((i) -> {
			long invoked = random.nextInt(12);
			boolean unknown = random.nextInt(4) == 0;
			return new Operation(effect(random), invoked, unknown ? Operation.NEVER : invoked + 1 + random.nextInt(8));
		}).toList();
	}

	private static Effect effect(Random random) {
		return switch (random.nextInt(5)) {
			case 0 -> new Put(value(random));
			case 1 -> Effect.read(value(random));
			case 2 -> new Count(1, 1L, value(random));
			default -> new Change(value(random), value(random));
		};
	}

	private static @Nullable Long value(Random random) {
		return (random.nextInt(3) == 0) ? null : Long.valueOf(1 + random.nextInt(2));
	}

	/**
	 * Updates that took place one after the other, at moments within the times of their
	 * callers. Some of the callers never learnt of it, and some of what they asked for
	 * never took place.
	 */
	static List<Operation> ofUpdates(Random random, int count) {
		List<Operation> operations = new ArrayList<>();
		Long value = null;
		for (int i = 1; i <= count; i++) {
			long moment = i * 10L;
			boolean unknown = random.nextInt(10) == 0;
			Long after = (random.nextInt(50) == 0) ? null : Long.valueOf(i);
			operations.add(new Operation(new Change(value, after), moment - random.nextInt(100),
					unknown ? Operation.NEVER : moment + random.nextInt(100)));
			if (random.nextInt(10) == 0) {
				operations.add(new Operation(new Change(value, -i * 1L), moment, Operation.NEVER));
			}
			value = after;
		}
		return operations;
	}

	/** One update that was done goes on from a value that was replaced long before. */
	static List<Operation> withALostUpdate(Random random, List<Operation> operations) {
		List<Operation> changed = new ArrayList<>(operations);
		long middle = operations.get(operations.size() / 2).invoked();
		Operation lost = operations.stream()
			.filter((operation) -> !operation.isUnknown() && operation.invoked() > middle)
			.skip(random.nextInt(50))
			.findFirst()
			.orElseThrow();
		changed.set(operations.indexOf(lost), new Operation(new Change(1L, 2L), lost.invoked(), lost.returned()));
		return changed;
	}

}
