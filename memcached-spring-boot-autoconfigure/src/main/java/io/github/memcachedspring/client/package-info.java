/**
 * The seam to the server: {@link io.github.memcachedspring.client.MemcachedOperations},
 * verbs over bytes that say what they are for, and the values they take and return.
 * Everything above works in terms of this package; behaviour such as guarding or
 * migration is added by wrapping it.
 */
@NullMarked
package io.github.memcachedspring.client;

import org.jspecify.annotations.NullMarked;
