package io.github.memcachedspring.atomic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.memcachedspring.cache.EntryVersion;
import io.github.memcachedspring.cache.VersionedEntry;
import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Fence;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeyMovedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NotNumericException;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.transcoder.Extensions;
import org.jspecify.annotations.Nullable;

/**
 * A counter as an entry, which is read and removed as such but changed by the server
 * only.
 *
 * @param operations the cluster
 * @param key the counter's key
 */
record CounterEntry(MemcachedOperations operations, MemcachedKey key) implements VersionedEntry {

	@Override
	public Reply<EntryVersion> find() {
		return this.operations.get(this.key)
			.map((item) -> (item != null && !item.isStub()) ? new EntryVersion(value(item), 0, item.token(), null)
					: EntryVersion.absent(0, null));
	}

	private Long value(Item item) {
		if (Fence.isFence(item.value())) {
			throw moved();
		}
		// A decrement that shortens a number leaves blanks behind it.
		String text = new String(item.value(), StandardCharsets.US_ASCII).stripTrailing();
		try {
			return Long.parseUnsignedLong(text);
		}
		catch (NumberFormatException ex) {
			throw new NotNumericException(this.operations.nodeOf(this.key), "a value that is no number");
		}
	}

	/** Returns what there is instead of a counter that was moved. */
	KeyMovedException moved() {
		return new KeyMovedException(this.key, this.operations.nodeOf(this.key));
	}

	/** Only what was read is removed, for it might be the mark of a migration by then. */
	@Override
	public Write removal(EntryVersion found) {
		return (seen) -> {
			CasToken token = seen.token();
			return (token == null) ? Reply.of(StoreResult.NOT_FOUND) : this.operations.compareAndDelete(this.key, token)
				.map((removed) -> removed ? StoreResult.STORED : StoreResult.NOT_FOUND);
		};
	}

	@Override
	public Write replacement(EntryVersion found, Object value, @Nullable Duration timeToLive, Extensions extensions) {
		throw new UnsupportedOperationException("The server changes counters");
	}

}
