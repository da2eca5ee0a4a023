package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.function.Function;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * Entries that are owned by the new cluster, for an instance whose truth is the old one:
 * it judges them by generations of the old cluster, and stamps with those what it stores.
 */
final class RestampedEntries extends OneCluster {

	private final Stamps stamps;

	private final MovedTokens tokens = new MovedTokens();

	RestampedEntries(MemcachedOperations readThrough, Stamps stamps) {
		super(readThrough);
		this.stamps = stamps;
	}

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		return toOld(key, cluster().get(key));
	}

	@Override
	public Reply<Item> getWithLease(MemcachedKey key, Expiration stub) {
		return cluster().getWithLease(key, stub).flatMap((item) -> toOld(key, item));
	}

	@Override
	public Reply<@Nullable Item> getForRefresh(MemcachedKey key, Duration mark) {
		return toOld(key, cluster().getForRefresh(key, mark));
	}

	@Override
	public Reply<@Nullable Item> getAndTouch(MemcachedKey key, Expiration expiration) {
		return toOld(key, cluster().getAndTouch(key, expiration));
	}

	private Reply<@Nullable Item> toOld(MemcachedKey key, Reply<@Nullable Item> reply) {
		return reply.flatMap((item) -> (item != null) ? toOldOrNull(key, item) : Reply.of(null));
	}

	private Reply<@Nullable Item> toOldOrNull(MemcachedKey key, Item item) {
		return toOld(key, item).map((stamped) -> stamped);
	}

	private Reply<Item> toOld(MemcachedKey key, Item item) {
		return this.stamps.toOld(key, item)
			.map((stamped) -> new Item(stamped.value(), stamped.flags(), this.tokens.wrap(stamped.token()),
					stamped.remainingSeconds(), stamped.won(), stamped.lost(), stamped.stale()));
	}

	@Override
	public Reply<StoreResult> fill(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return with(token, StoreResult.TOKEN_EXPIRED, (own) -> this.stamps.toNew(key, value)
			.flatMap((stamped) -> cluster().fill(key, stamped, expiration, own)));
	}

	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return this.stamps.toNew(key, value).flatMap((stamped) -> cluster().add(key, stamped, expiration));
	}

	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return with(token, StoreResult.TOKEN_EXPIRED, (own) -> this.stamps.toNew(key, value)
			.flatMap((stamped) -> cluster().compareAndSet(key, stamped, expiration, own)));
	}

	@Override
	public Reply<@Nullable CasToken> renewLease(MemcachedKey key, Expiration stub, CasToken token) {
		return with(token, null, (own) -> cluster().renewLease(key, stub, own)
			.map((renewed) -> (renewed != null) ? this.tokens.wrap(renewed) : null));
	}

	@Override
	public Reply<Boolean> evictIfUnchanged(MemcachedKey key, CasToken token) {
		return with(token, false, (own) -> cluster().evictIfUnchanged(key, own));
	}

	@Override
	public Reply<Boolean> compareAndDelete(MemcachedKey key, CasToken token) {
		return with(token, false, (own) -> cluster().compareAndDelete(key, own));
	}

	@Override
	public Reply<Boolean> markStaleIfUnchanged(MemcachedKey key, Expiration window, CasToken token) {
		return with(token, false, (own) -> cluster().markStaleIfUnchanged(key, window, own));
	}

	private static <T extends @Nullable Object> Reply<T> with(CasToken token, T otherwise,
			Function<CasToken, Reply<T>> command) {
		CasToken own = MovedTokens.unwrap(token);
		return (own != null) ? command.apply(own) : Reply.of(otherwise);
	}

}
