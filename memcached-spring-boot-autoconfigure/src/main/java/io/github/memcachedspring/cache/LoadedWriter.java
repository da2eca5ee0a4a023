package io.github.memcachedspring.cache;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.transcoder.TranscodingException;
import org.jspecify.annotations.Nullable;

/**
 * Stores of values that were loaded, all by token: what was loaded before an evict is not
 * stored after it. After a loader ran nothing may be thrown, for Spring would run it
 * again.
 */
final class LoadedWriter {

	private final CacheContext context;

	LoadedWriter(CacheContext context) {
		this.context = context;
	}

	/**
	 * Encodes a loaded value.
	 * @return the encoded value, or null if that is not possible
	 */
	@Nullable EncodedValue encode(LoadRequest request, @Nullable Object value, long generation) {
		try {
			return this.context.store().encode(request.key(), value, generation, request.timeToLive());
		}
		catch (TranscodingException ex) {
			this.context.unstorableQuietly(ex);
			return null;
		}
	}

	/** Waits for a store. */
	void await(LoadRequest request, Reply<StoreResult> fill) {
		try {
			this.context.statistics().filled(fill.await());
		}
		catch (RuntimeException ex) {
			failed(request, ex);
		}
	}

	/** Lets a store take its course. */
	void awaitLater(LoadRequest request, Reply<StoreResult> fill) {
		fill.subscribe(this.context.threads().completions(), (result, failure) -> {
			if (result != null) {
				this.context.statistics().filled(result);
			}
			else if (failure != null) {
				failed(request, failure);
			}
		});
	}

	private void failed(LoadRequest request, RuntimeException failure) {
		if (failure instanceof ItemTooLargeException) {
			Replies.send(this.context.store().remove(request.wireKey()));
			this.context.unstorableQuietly(failure);
		}
		else {
			this.context.failedQuietly(failure);
		}
	}

	/**
	 * Stores what an annotated method returned, within a transaction after its commit.
	 */
	void fill(LoadRequest request, @Nullable Object value, long generation, CasToken token) {
		try {
			EncodedValue encoded = this.context.store().encode(request.key(), value, generation, request.timeToLive());
			this.context.writes().perform(() -> fillNow(request, encoded, token), () -> {
			});
		}
		catch (TranscodingException ex) {
			Replies.send(this.context.store().discard(request.wireKey(), token));
			this.context.unstorable(ex);
		}
	}

	private void fillNow(LoadRequest request, EncodedValue encoded, CasToken token) {
		try {
			this.context.statistics().filled(this.context.store().fill(request.wireKey(), encoded, token).await());
		}
		catch (ItemTooLargeException ex) {
			Replies.send(this.context.store().remove(request.wireKey()));
			this.context.unstorable(ex);
		}
		catch (RuntimeException ex) {
			this.context.failed(ex);
		}
	}

	/** Stores what an asynchronous method returned, without waiting. Never throws. */
	void fillWithoutWaiting(LoadRequest request, @Nullable Object value, long generation, CasToken token) {
		EncodedValue encoded = encode(request, value, generation);
		if (encoded != null) {
			awaitLater(request, this.context.store().fill(request.wireKey(), encoded, token));
		}
		else {
			Replies.send(this.context.store().discard(request.wireKey(), token));
		}
	}

}
