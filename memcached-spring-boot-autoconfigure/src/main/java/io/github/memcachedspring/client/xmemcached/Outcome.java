package io.github.memcachedspring.client.xmemcached;

import org.jspecify.annotations.Nullable;

/**
 * How a command ended: with an answer, or with a failure.
 *
 * @param reply the answer, or null
 * @param failure the failure, or null
 */
record Outcome(@Nullable MetaReply reply, @Nullable RuntimeException failure) {

}
