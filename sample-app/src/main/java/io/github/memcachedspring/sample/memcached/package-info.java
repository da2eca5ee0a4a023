/**
 * Where the memcached server of the sample comes from when none is configured: from the
 * {@code PATH}, started with the application and gone with it, or from the starter.
 */
@NullMarked
package io.github.memcachedspring.sample.memcached;

import org.jspecify.annotations.NullMarked;
