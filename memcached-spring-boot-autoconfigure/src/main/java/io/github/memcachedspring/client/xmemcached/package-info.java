/**
 * The engine: {@link io.github.memcachedspring.client.MemcachedOperations} over
 * xmemcached's reactors, sessions and write merging, with meta commands of our own. The
 * only package that imports the driver.
 */
@NullMarked
package io.github.memcachedspring.client.xmemcached;

import org.jspecify.annotations.NullMarked;
