package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A cache as one invocation of a {@code @Cacheable} method sees it, with a memory of its
 * read. The value that the method returns is stored under the wire key, the generation
 * and the token of that read: only if nothing happened to the key since, whatever
 * happened to the key object while the method ran. An invocation may move from thread to
 * thread.
 */
final class CacheableView extends CacheView {

	private final @Nullable CacheableView previous;

	private final CacheableInvocation invocation;

	private volatile @Nullable Read read;

	private volatile boolean asynchronous;

	CacheableView(MemcachedCache cache, @Nullable Duration timeToLive, CacheableInvocation invocation) {
		super(cache, timeToLive);
		this.invocation = invocation;
		this.previous = invocation.add(this);
	}

	@Nullable CacheableView previous() {
		return this.previous;
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		MemcachedKey wireKey = wireKey(key);
		long startedAt = System.nanoTime();
		Lookup lookup = plainLoads().counted(context().await(plainLoads().find(wireKey), Lookup.NOTHING));
		remember(key, wireKey, lookup, startedAt);
		return wrapped(lookup);
	}

	@Override
	public CompletableFuture<?> retrieve(Object key) {
		this.asynchronous = true;
		return look(key).flatMap((lookup) -> {
			plainLoads().counted(lookup);
			return lookup.hit() ? Reply.of(lookup) : lookAround(key, lookup);
		}).<@Nullable ValueWrapper>map(MemcachedCache::wrapped).toFuture(context().threads().completions());
	}

	/**
	 * Reads and remembers; a failure of memcached is a miss, unless it is to be thrown.
	 */
	private Reply<Lookup> look(Object key) {
		MemcachedKey wireKey = wireKey(key);
		long startedAt = System.nanoTime();
		return plainLoads().find(wireKey).onFailure((failure) -> {
			context().failed(failure);
			return Reply.of(Lookup.NOTHING);
		}).map((lookup) -> {
			remember(key, wireKey, lookup, startedAt);
			return lookup;
		});
	}

	private void remember(Object key, MemcachedKey wireKey, Lookup lookup, long startedAt) {
		// After a hit nothing is stored.
		this.read = lookup.hit() ? null : new Read(key, wireKey, lookup, startedAt);
	}

	/** Has the other caches of the method look too, all at once, before it runs. */
	private Reply<Lookup> lookAround(Object key, Lookup mine) {
		List<Reply<Lookup>> theirs = this.invocation.others(this).stream().map((view) -> view.prepare(key)).toList();
		Reply<Lookup> all = Reply.of(mine);
		for (Reply<Lookup> reply : theirs) {
			all = all.and(reply, (result, ignored) -> result);
		}
		return all;
	}

	private Reply<Lookup> prepare(Object key) {
		this.asynchronous = true;
		return look(key);
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		requireStorable(value);
		Read before = this.read;
		if (before == null || !before.isOf(key)) {
			context().statistics().refusedUnknown.increment();
			return;
		}
		LoadRequest request = new LoadRequest(before.wireKey(), key, timeToLive());
		plainLoads().store(request, value, before.lookup(), before.startedAt(), !this.asynchronous);
	}

	/**
	 * What a read saw.
	 *
	 * @param key the key object
	 * @param wireKey the key as it was at the read
	 * @param lookup what was found
	 * @param startedAt when the read began
	 */
	private record Read(Object key, MemcachedKey wireKey, Lookup lookup, long startedAt) {

		boolean isOf(Object other) {
			return this.key == other || this.key.equals(other);
		}

	}

}
