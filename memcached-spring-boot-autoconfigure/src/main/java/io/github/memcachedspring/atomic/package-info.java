/**
 * Changes of values that depend on what the values were, without losing any of them when
 * many do so at the same time.
 */
@NullMarked
package io.github.memcachedspring.atomic;

import org.jspecify.annotations.NullMarked;
