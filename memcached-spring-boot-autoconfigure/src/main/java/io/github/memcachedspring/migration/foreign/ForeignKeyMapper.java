package io.github.memcachedspring.migration.foreign;

import org.jspecify.annotations.Nullable;

/**
 * Tells under which key an application without this library kept an entry.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ForeignKeyMapper {

	/**
	 * Returns the key that was used before.
	 * @param cacheName name of the cache
	 * @param key the cache's key as text, as {@link String#valueOf(Object)} has it
	 * @return the key on the old cluster, or {@code null} if there is no such entry; a
	 * key that is not legal counts as none
	 */
	@Nullable String foreignKey(String cacheName, String key);

}
