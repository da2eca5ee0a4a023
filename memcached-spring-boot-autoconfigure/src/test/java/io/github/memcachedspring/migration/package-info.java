/**
 * Moves from one memcached to another, with everything that can come in between.
 */
@NullMarked
package io.github.memcachedspring.migration;

import org.jspecify.annotations.NullMarked;
