/**
 * Trouble on order, for tests of applications: a decorator of
 * {@link io.github.memcachedspring.client.MemcachedOperations} that delays, fails or
 * swallows commands.
 */
@NullMarked
package io.github.memcachedspring.client.chaos;

import org.jspecify.annotations.NullMarked;
