package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.memcachedspring.client.MemcachedKey;
import org.jspecify.annotations.Nullable;

/**
 * A cache as one invocation of an annotated method sees it: with the method's time to
 * live, and with a memory of its read. The value that the method returns is stored under
 * the wire key and the generation of that read, whatever happened to the key object or
 * the cache while the method ran. An invocation may move from thread to thread.
 */
final class CacheInvocation extends MemcachedCache {

	private final MemcachedCache cache;

	private final @Nullable Duration timeToLive;

	private volatile @Nullable Read read;

	private volatile boolean asynchronous;

	CacheInvocation(MemcachedCache cache, @Nullable Duration timeToLive) {
		super(cache);
		this.cache = cache;
		this.timeToLive = timeToLive;
	}

	@Override
	public MemcachedCache forInvocation(@Nullable Duration timeToLive) {
		return this.cache.forInvocation(timeToLive);
	}

	@Override
	public CompletableFuture<?> retrieve(Object key) {
		this.asynchronous = true;
		return super.retrieve(key);
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		Read before = this.read;
		if (before == null || !before.isOf(key)) {
			super.put(key, value);
			return;
		}
		requireStorable(value);
		if (!before.lookup().isKnown()) {
			// The read failed a moment ago, so this write would most likely cost the
			// caller another timeout.
			return;
		}
		long generation = before.lookup().generation();
		if (!this.asynchronous) {
			writer().put(before.wireKey(), key, value, generation, this.timeToLive);
			return;
		}
		EncodedValue encoded = writer().encodeLoaded(key, value, generation, this.timeToLive);
		if (encoded != null) {
			writer().putLoadedWithoutWaiting(before.wireKey(), encoded);
		}
	}

	@Override
	@Nullable Duration timeToLive() {
		return this.timeToLive;
	}

	@Override
	Lookup remembered(Object key, MemcachedKey wireKey, Lookup lookup) {
		this.read = new Read(key, wireKey, lookup);
		return lookup;
	}

	/**
	 * What a read saw.
	 *
	 * @param key the key object
	 * @param wireKey the key as it was at the read
	 * @param lookup what was found
	 */
	private record Read(Object key, MemcachedKey wireKey, Lookup lookup) {

		boolean isOf(Object other) {
			return this.key == other || this.key.equals(other);
		}

	}

}
