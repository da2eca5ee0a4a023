package io.github.memcachedspring.cache;

import java.time.Duration;

import io.github.memcachedspring.client.MemcachedKey;
import org.jspecify.annotations.Nullable;

/**
 * What a value is loaded for.
 *
 * @param wireKey the key on the server
 * @param key the key as the caller knows it
 * @param timeToLive what {@code @CacheTtl} says, or null
 */
record LoadRequest(MemcachedKey wireKey, Object key, @Nullable Duration timeToLive) {

}
