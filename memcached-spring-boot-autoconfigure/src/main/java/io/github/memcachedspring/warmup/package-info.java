/**
 * Fills caches before the traffic comes.
 */
@NullMarked
package io.github.memcachedspring.warmup;

import org.jspecify.annotations.NullMarked;
