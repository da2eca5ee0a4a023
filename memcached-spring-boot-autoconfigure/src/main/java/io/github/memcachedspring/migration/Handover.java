package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.function.Supplier;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * Hands the ownership of single keys over to the new cluster, so that nothing that is
 * changed by what it was is changed on both. A mark takes the place of the value on the
 * old cluster and keeps it; the value is stored on the new one; the mark loses it. Each
 * step is conditional on the one before, and whoever finds a mark with a value takes it
 * from there.
 */
final class Handover {

	/** Longer than a read of the old cluster takes; a holder that dies costs as much. */
	static final Expiration STUB = Expiration.after(Duration.ofSeconds(2));

	/** Each further try means that somebody else got a step further, or waits. */
	private static final int MAX_TRIES = 200;

	/** After so many pauses somebody who holds a stub is not waited for any more. */
	private static final int PATIENCE = 40;

	private final MemcachedOperations newCluster;

	private final OldCluster oldCluster;

	private final OldValues values;

	private final ProgressCounters counters;

	Handover(MemcachedOperations newCluster, OldCluster oldCluster, OldValues values, ProgressCounters counters) {
		this.newCluster = newCluster;
		this.oldCluster = oldCluster;
		this.values = values;
		this.counters = counters;
	}

	/**
	 * Makes sure that the new cluster owns a key that it has no value for.
	 * @return what it has then; null if neither cluster had a value
	 */
	Reply<@Nullable Item> move(MemcachedKey key) {
		return move(key, 0).onFailure((failure) -> notHandedOver(key, failure));
	}

	private Reply<@Nullable Item> move(MemcachedKey key, int tries) {
		return this.newCluster.getWithLease(key, STUB).flatMap((item) -> {
			if (!item.isStub()) {
				return Reply.of(item);
			}
			if (item.won()) {
				return moveUnder(key, item.token(), tries);
			}
			return (tries < PATIENCE) ? Pause.before(tries).flatMap((passed) -> move(key, tries + 1))
					: takeOver(key, item.token(), tries);
		});
	}

	private Reply<@Nullable Item> takeOver(MemcachedKey key, CasToken token, int tries) {
		return this.newCluster.renewLease(key, STUB, token)
			.flatMap((taken) -> (taken != null) ? moveUnder(key, taken, tries) : again(key, tries));
	}

	private Reply<@Nullable Item> moveUnder(MemcachedKey key, CasToken token, int tries) {
		return fence(key, tries)
			.flatMap((value) -> (value.bytes() != null && value.expiration() != null)
					? store(key, value.bytes(), value.expiration(), token, tries) : giveUp(key, token, tries))
			.onFailure((failure) -> releaseAfter(failure, key, token));
	}

	/** Whoever was waited for too long has lost the stub, and may have been overtaken. */
	private Reply<@Nullable Item> giveUp(MemcachedKey key, CasToken token, int tries) {
		return this.newCluster.evictIfUnchanged(key, token)
			.flatMap((released) -> released ? Reply.of(null) : again(key, tries));
	}

	/** Others need not wait for a stub that nobody replaces. */
	private <T extends @Nullable Object> Reply<T> releaseAfter(MemcachedException failure, MemcachedKey key,
			CasToken token) {
		return release(key, token).onFailure((second) -> Reply.of(null)).flatMap((released) -> Reply.failed(failure));
	}

	/** Puts a mark in the place of what the old cluster has, and returns that. */
	private Reply<OldValue> fence(MemcachedKey key, int tries) {
		return this.values.read(key).flatMap((value) -> {
			boolean keepValue = value.bytes() != null && value.expiration() != null;
			return this.oldCluster.fence(key, value.item(), keepValue)
				.flatMap((fenced) -> fenced ? Reply.of(value) : retry(key, tries, () -> fence(key, tries + 1)));
		});
	}

	private Reply<@Nullable Item> store(MemcachedKey key, byte[] bytes, Expiration expiration, CasToken token,
			int tries) {
		return this.newCluster.fill(key, bytes, expiration, token).flatMap((result) -> {
			if (result != StoreResult.STORED) {
				return again(key, tries);
			}
			this.counters.copied.increment();
			return emptyFence(key, 0).flatMap((emptied) -> this.newCluster.get(key));
		});
	}

	/** Takes the value from a mark, or it might come back when the new one is gone. */
	Reply<Boolean> emptyFence(MemcachedKey key) {
		return emptyFence(key, 0).onFailure((failure) -> notHandedOver(key, failure));
	}

	private Reply<Boolean> emptyFence(MemcachedKey key, int tries) {
		return this.oldCluster.get(key)
			.flatMap((item) -> (item == null || !Fences.isFence(item) || Fences.isEmpty(item)) ? Reply.of(true)
					: this.oldCluster.fence(key, item, false)
						.flatMap((emptied) -> emptied ? Reply.of(true)
								: retry(key, tries, () -> emptyFence(key, tries + 1))));
	}

	private Reply<@Nullable Item> release(MemcachedKey key, CasToken token) {
		return this.newCluster.evictIfUnchanged(key, token).map((released) -> null);
	}

	private Reply<@Nullable Item> again(MemcachedKey key, int tries) {
		return retry(key, tries, () -> move(key, tries + 1));
	}

	/**
	 * Makes sure that the new cluster owns a key that it may have a copy for.
	 * @return whether it did already; if not, what it has may have been removed, for
	 * nobody knows whether it was what the old cluster had
	 */
	Reply<Boolean> claim(MemcachedKey key) {
		return claim(key, false, 0).onFailure((failure) -> notHandedOver(key, failure));
	}

	/**
	 * Changes what the new cluster has, once it owns the key. A mark loses its value only
	 * after that: somebody who does not know of the mark yet may just be removing the
	 * copy.
	 * @param key the key
	 * @param store sends the change
	 * @return the outcome, {@link StoreResult#EXISTS} if the key was not owned
	 */
	Reply<StoreResult> replace(MemcachedKey key, Supplier<Reply<StoreResult>> store) {
		return claim(key, true, 0).onFailure((failure) -> notHandedOver(key, failure))
			.flatMap((owned) -> owned ? store.get().flatMap((result) -> replaced(key, result))
					: Reply.of(StoreResult.EXISTS));
	}

	/** What was changed stays so; what the mark still has is barred if need be. */
	private Reply<StoreResult> replaced(MemcachedKey key, StoreResult result) {
		return (result != StoreResult.STORED) ? Reply.of(result)
				: emptyFence(key, 0).onFailure((failure) -> this.oldCluster.barEntry(key))
					.onFailure((failure) -> Reply.of(false))
					.map((emptied) -> result);
	}

	/** What the new cluster has is looked at first, and only that is removed. */
	private Reply<Boolean> claim(MemcachedKey key, boolean keepMark, int tries) {
		return this.newCluster.getWithLease(key, STUB).flatMap((copy) -> {
			Reply<Boolean> claimed = claimBefore(key, copy, keepMark, tries);
			if (!copy.won() || !copy.isStub()) {
				return claimed;
			}
			return claimed.onFailure((failure) -> releaseAfter(failure, key, copy.token()))
				.flatMap((owned) -> release(key, copy.token()).map((released) -> owned));
		});
	}

	private Reply<Boolean> claimBefore(MemcachedKey key, Item copy, boolean keepMark, int tries) {
		return this.values.read(key).flatMap((value) -> {
			Item item = value.item();
			if (item != null && (Fences.isEmpty(item) || (keepMark && Fences.isFence(item)))) {
				return Reply.of(true);
			}
			if (value.bytes() == null || (item != null && Fences.isFence(item))) {
				return this.oldCluster.fence(key, item, false)
					.flatMap((fenced) -> fenced ? Reply.of(true)
							: retry(key, tries, () -> claim(key, keepMark, tries + 1)));
			}
			// The copy, or whoever is about to store one, goes between the look and the
			// mark: there can be no other copy then. Unless it has become another, which
			// somebody may own by now.
			return this.newCluster.evictIfUnchanged(key, copy.token())
				.flatMap((removed) -> removed ? this.oldCluster.fence(key, item, value.expiration() != null)
						: Reply.of(false))
				.map((fenced) -> false);
		});
	}

	/**
	 * Removes a copy that is older than what was just stored on the old cluster, unless
	 * the key has been handed over since: then there is nothing older on the new one.
	 */
	Reply<Boolean> dropCopy(MemcachedKey key) {
		return dropCopy(key, 0);
	}

	private Reply<Boolean> dropCopy(MemcachedKey key, int tries) {
		return this.newCluster.get(key)
			.flatMap((copy) -> (copy == null) ? Reply.of(true)
					: this.oldCluster.get(key)
						.flatMap((item) -> (item != null && Fences.isFence(item)) ? Reply.of(true)
								: this.newCluster.evictIfUnchanged(key, copy.token())
									.flatMap((dropped) -> dropped ? Reply.of(true)
											: retry(key, tries, () -> dropCopy(key, tries + 1)))));
	}

	private <T extends @Nullable Object> Reply<T> retry(MemcachedKey key, int tries, Supplier<Reply<T>> next) {
		return (tries < MAX_TRIES) ? next.get()
				: Reply.failed(new MemcachedException("Key '%s' kept changing while it was handed over".formatted(key),
						this.newCluster.nodeOf(key)));
	}

	/** A failure here says that what the caller wanted to do has not been sent. */
	private static <T extends @Nullable Object> Reply<T> notHandedOver(MemcachedKey key, MemcachedException failure) {
		return Reply.failed(new MemcachedException(
				"Key '%s' was not changed, for it could not be handed over to the new cluster of the migration: %s"
					.formatted(key, failure.getMessage()),
				failure.getNode(), failure));
	}

}
