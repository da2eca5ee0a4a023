package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NotNumericException;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Counters, and values that belong to no cache, when nobody begins to read the old
 * cluster any more. Who has begun before, and is about to store what was there, has a
 * stub in the place of the value, which is waited for, though not for ever.
 */
class SettledValues extends OneCluster {

	/**
	 * After so many pauses the stub is not waited for any more. Whoever holds it may have
	 * taken what the old cluster had, so that it is to run out by itself before.
	 */
	private static final int PATIENCE = 400;

	/** Each further try means that somebody else has put a stub there, or a number. */
	private static final int MAX_TRIES = 10;

	private static final int MAX_LOOKS = PATIENCE + MAX_TRIES;

	SettledValues(MemcachedOperations newCluster) {
		super(newCluster);
	}

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		return get(key, 0);
	}

	private Reply<@Nullable Item> get(MemcachedKey key, int tries) {
		return cluster().get(key).flatMap((item) -> {
			if (item == null || !item.isStub()) {
				return Reply.of(item);
			}
			if (tries < PATIENCE) {
				return Pause.before(tries).flatMap((passed) -> get(key, tries + 1));
			}
			return cluster().evictIfUnchanged(key, item.token())
				.flatMap((removed) -> (removed || tries == MAX_LOOKS) ? Reply.of(null) : get(key, tries + 1));
		});
	}

	@Override
	public Reply<@Nullable Long> count(MemcachedKey key, Counting counting) {
		return count(key, counting, 0);
	}

	private Reply<@Nullable Long> count(MemcachedKey key, Counting counting, int tries) {
		return cluster().count(key, counting).onFailure((failure) -> {
			if (!(failure instanceof NotNumericException) || tries == MAX_TRIES) {
				return Reply.failed(failure);
			}
			return get(key).flatMap((item) -> (item == null || item.isStub() || item.isNumeric())
					? count(key, counting, tries + 1) : Reply.failed(failure));
		});
	}

}
