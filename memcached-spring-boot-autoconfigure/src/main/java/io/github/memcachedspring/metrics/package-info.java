/**
 * Meters of caches and clusters, for Micrometer. They read what is counted anyway, when
 * they are asked.
 */
@NullMarked
package io.github.memcachedspring.metrics;

import org.jspecify.annotations.NullMarked;
