package io.github.memcachedspring.migration;

import java.util.function.LongFunction;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.generation.Generations;

/**
 * An entry of a cache as it was understood on the old cluster.
 *
 * @param generation the generation that its node must have for the entry to count, or
 * {@link Generations#UNKNOWN} if entries of its format have none
 * @param remainingSeconds how long it still counts by its own account, for a server that
 * does not tell, or {@link Item#NO_EXPIRATION} if it gives none
 * @param bytes returns the bytes of an item of the new cluster which carries a
 * generation; may throw a
 * {@link io.github.memcachedspring.transcoder.TranscodingException TranscodingException}
 * if that is not possible, and the entry counts as absent
 * @since 0.1.0
 */
public record OldEntry(long generation, long remainingSeconds, LongFunction<byte[]> bytes) {

}
