package io.github.memcachedspring.migration;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;

/**
 * The same keys under the prefix of the old cluster.
 */
final class OldKeys {

	private final String prefix;

	private final Map<KeySpace, KeySpace> spaces = new ConcurrentHashMap<>();

	OldKeys(String prefix) {
		this.prefix = prefix;
	}

	MemcachedKey of(MemcachedKey key) {
		KeySpace space = key.getSpace();
		if (space.getPrefix().equals(this.prefix)) {
			return key;
		}
		return this.spaces.computeIfAbsent(space, (own) -> own.withPrefix(this.prefix)).key(key.getKey());
	}

}
