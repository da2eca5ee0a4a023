package io.github.memcachedspring.migration.foreign;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Where another library kept the entries of caches. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public interface ForeignKeys {

	/**
	 * Returns whether the old cluster has to be asked where an entry is. If it does not,
	 * the key of an entry is its {@linkplain #anchor anchor}.
	 * @return {@code true} if keys depend on what the old cluster holds
	 */
	boolean isAsking();

	/**
	 * Finds the key of an entry, asking the old cluster if need be.
	 * @param cacheName name of the cache
	 * @param key the cache's key as text, as {@link String#valueOf(Object)} has it
	 * @param old the old cluster
	 * @return the key on the old cluster, or {@code null} if there cannot be such an
	 * entry
	 */
	Reply<@Nullable MemcachedKey> locate(String cacheName, String key, MemcachedOperations old);

	/**
	 * Returns a key that cannot be lost without the entry being lost, too.
	 * @param cacheName name of the cache
	 * @param key the cache's key as text
	 * @return that key, or {@code null} if there cannot be such an entry
	 */
	@Nullable MemcachedKey anchor(String cacheName, String key);

	/**
	 * Clears a cache for applications that still use the other library, if that library
	 * knows a way.
	 * @param cacheName name of the cache
	 * @param old the old cluster
	 * @return whether it did; fails if the old cluster does not confirm
	 */
	Reply<Boolean> clear(String cacheName, MemcachedOperations old);

	/**
	 * Returns the keys that an application has made itself.
	 * @param mapper tells them
	 * @return the keys
	 */
	static ForeignKeys mappedBy(ForeignKeyMapper mapper) {
		return new MappedKeys(mapper);
	}

	/**
	 * Returns keys that are made after a pattern.
	 * @param pattern the keys, with <code>{cache}</code> for the name of the cache and
	 * <code>{key}</code> for the key
	 * @return the keys
	 * @throws IllegalArgumentException if the pattern does not have <code>{key}</code>
	 */
	static ForeignKeys ofPattern(String pattern) {
		return mappedBy(MappedKeys.pattern(pattern));
	}

	/**
	 * Returns the keys of the memcached-spring-boot starter of Sixhours:
	 * {@code prefix:cache:namespace:key} without white space in the key, where the
	 * namespace is a number that the cluster keeps under {@code prefix:cache:namespace}
	 * and that a clear increments.
	 * @param prefix its property {@code memcached.cache.prefix}
	 * @return the keys
	 */
	static ForeignKeys sixhours(String prefix) {
		return new SixhoursKeys(prefix);
	}

}
