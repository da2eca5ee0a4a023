/**
 * Histories of what concurrent callers did to a value and saw of it, and whether one
 * order of their operations explains them.
 */
@NullMarked
package io.github.memcachedspring.atomic.history;

import org.jspecify.annotations.NullMarked;
