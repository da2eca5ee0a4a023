package io.github.memcachedspring.atomic.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Records operations on several keys. Whoever begins one says so before it sends
 * anything, and afterwards how it ended. An operation that certainly failed leaves no
 * trace, for it can have done nothing.
 */
public final class History {

	private final Map<String, Queue<Operation>> operations = new ConcurrentHashMap<>();

	/** Begins an operation. */
	public Invocation invoke(String key) {
		return new Invocation(key, System.nanoTime());
	}

	/** Records what was done to every key there is by now. */
	public void addToAll(Collection<Operation> operations) {
		this.operations.values().forEach((ofKey) -> ofKey.addAll(operations));
	}

	private Queue<Operation> of(String key) {
		return this.operations.computeIfAbsent(key, (absent) -> new ConcurrentLinkedQueue<>());
	}

	/** How many operations there are, those of unknown outcome included. */
	public long size() {
		return this.operations.values().stream().mapToLong(Collection::size).sum();
	}

	/** How many operations have an unknown outcome. */
	public long unknown() {
		return this.operations.values().stream().flatMap(Collection::stream).filter(Operation::isUnknown).count();
	}

	/** What no order of the operations explains, by key; nothing if all is well. */
	public List<String> violations() {
		List<String> violations = new ArrayList<>();
		this.operations.forEach((key, ofKey) -> {
			String violation = Linearizability.violation(ofKey);
			if (violation != null) {
				violations.add("'%s': %s".formatted(key, violation));
			}
		});
		return violations;
	}

	/** An operation that was begun. */
	public final class Invocation {

		private final String key;

		private final long invoked;

		private Invocation(String key, long invoked) {
			this.key = key;
			this.invoked = invoked;
		}

		/** It was done, and this is what was seen of it. */
		public void ok(Effect effect) {
			of(this.key).add(new Operation(effect, this.invoked, System.nanoTime()));
		}

		/** It may have been done, or may be some time, or never. */
		public void unknown(Effect effect) {
			of(this.key).add(new Operation(effect, this.invoked, Operation.NEVER));
		}

		/** It was not done and never will be. */
		public void fail() {
			of(this.key);
		}

	}

}
