package io.github.memcachedspring.migration;

import java.time.Duration;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Fence;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * The old cluster as a migration sees it, for keys as the new one has them: failures are
 * counted, and what is handed over leaves a mark.
 */
final class OldCluster {

	private static final byte[] EMPTY_FENCE = Fence.of(new byte[0]);

	private final OldOperations operations;

	private final Bars bars;

	private final ProgressCounters counters;

	private final Expiration marks;

	OldCluster(OldOperations operations, Bars bars, ProgressCounters counters, Expiration marks) {
		this.operations = operations;
		this.bars = bars;
		this.counters = counters;
		this.marks = marks;
	}

	MemcachedOperations operations() {
		return this.operations;
	}

	Reply<@Nullable Item> get(MemcachedKey key) {
		return counted(this.operations.get(key));
	}

	/**
	 * Removes an entry, or forbids everybody to read it.
	 * @return whether it was there; fails only if neither could be done
	 */
	Reply<Boolean> remove(MemcachedKey key) {
		if (!this.operations.has(key)) {
			return Reply.of(false);
		}
		return counted(this.operations.evict(key)).onFailure((failure) -> barEntry(key).map((barred) -> false));
	}

	/** Forbids everybody to read an entry. */
	Reply<Boolean> barEntry(MemcachedKey key) {
		return this.bars.barEntry(key);
	}

	/**
	 * Marks a key as handed over, if it is still as it was read.
	 * @param key the key
	 * @param found what was read
	 * @param keepValue whether the mark is to keep the value until the new cluster has it
	 * @return whether the mark is there
	 */
	Reply<Boolean> fence(MemcachedKey key, @Nullable Item found, boolean keepValue) {
		if (found == null) {
			return isStored(this.operations.add(key, EMPTY_FENCE, this.marks));
		}
		boolean fenced = Fence.isFence(found.value());
		if (fenced && (keepValue || found.value().length == EMPTY_FENCE.length)) {
			return Reply.of(true);
		}
		return isStored(
				keepValue ? this.operations.compareAndSet(key, Fence.of(found.value()), remaining(found), found.token())
						: this.operations.compareAndSet(key, EMPTY_FENCE, this.marks, found.token()));
	}

	private Reply<Boolean> isStored(Reply<StoreResult> reply) {
		return counted(reply).map((result) -> result == StoreResult.STORED);
	}

	private static Expiration remaining(Item item) {
		long seconds = item.remainingSeconds();
		return (seconds < 0) ? Expiration.NEVER : Expiration.after(Duration.ofSeconds(Math.max(seconds, 1)));
	}

	/** Marks a key as handed over whatever is there. */
	Reply<StoreResult> putFence(MemcachedKey key) {
		return counted(this.operations.put(key, EMPTY_FENCE, this.marks));
	}

	private <T extends @Nullable Object> Reply<T> counted(Reply<T> reply) {
		return reply.onFailure((failure) -> {
			this.counters.oldErrors.increment();
			return Reply.failed(failure);
		});
	}

}
