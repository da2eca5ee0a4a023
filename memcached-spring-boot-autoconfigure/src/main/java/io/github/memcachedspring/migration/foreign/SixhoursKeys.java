package io.github.memcachedspring.migration.foreign;

import java.nio.charset.StandardCharsets;

import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Keys with a namespace that is asked for each time: whoever clears the cache increments
 * it.
 */
final class SixhoursKeys implements ForeignKeys {

	private static final Counting INCREMENT = Counting.increment(1);

	private final String prefix;

	SixhoursKeys(String prefix) {
		this.prefix = prefix;
	}

	@Override
	public boolean isAsking() {
		return true;
	}

	@Override
	public Reply<@Nullable MemcachedKey> locate(String cacheName, String key, MemcachedOperations old) {
		MemcachedKey namespace = namespace(cacheName);
		if (namespace == null) {
			return Reply.of(null);
		}
		return old.get(namespace).map((item) -> (item != null) ? key(cacheName, item, key) : null);
	}

	private @Nullable MemcachedKey key(String cacheName, Item namespace, String key) {
		String number = new String(namespace.value(), StandardCharsets.US_ASCII).strip();
		return MemcachedKey.foreign(head(cacheName) + number + ":" + key.replaceAll("\\s", ""));
	}

	@Override
	public @Nullable MemcachedKey anchor(String cacheName, String key) {
		return namespace(cacheName);
	}

	/** Without a namespace no entry can be found, by whomever. */
	@Override
	public Reply<Boolean> clear(String cacheName, MemcachedOperations old) {
		MemcachedKey namespace = namespace(cacheName);
		if (namespace == null) {
			return Reply.of(false);
		}
		return old.count(namespace, INCREMENT).map((number) -> number != null);
	}

	private @Nullable MemcachedKey namespace(String cacheName) {
		return MemcachedKey.foreign(head(cacheName) + "namespace");
	}

	private String head(String cacheName) {
		return this.prefix + ":" + cacheName + ":";
	}

}
