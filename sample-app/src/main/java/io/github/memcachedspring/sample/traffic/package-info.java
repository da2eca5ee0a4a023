/**
 * What the shop has answered in the last minute, and what the database had to do for it.
 */
@NullMarked
package io.github.memcachedspring.sample.traffic;

import org.jspecify.annotations.NullMarked;
