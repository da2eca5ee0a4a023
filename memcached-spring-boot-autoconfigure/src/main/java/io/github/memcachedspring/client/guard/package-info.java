/**
 * Keeps a node that does not answer from holding up callers, and makes up for what it
 * missed: a decorator of {@link io.github.memcachedspring.client.MemcachedOperations}.
 */
@NullMarked
package io.github.memcachedspring.client.guard;

import org.jspecify.annotations.NullMarked;
