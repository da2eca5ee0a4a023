/**
 * What the page at {@code /} shows: how often the cache answered and how often the
 * database had to.
 */
@NullMarked
package io.github.memcachedspring.sample.dashboard;

import org.jspecify.annotations.NullMarked;
