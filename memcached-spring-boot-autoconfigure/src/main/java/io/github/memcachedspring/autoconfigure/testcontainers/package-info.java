/**
 * Connections to the memcached servers of Testcontainers.
 */
@NullMarked
package io.github.memcachedspring.autoconfigure.testcontainers;

import org.jspecify.annotations.NullMarked;
