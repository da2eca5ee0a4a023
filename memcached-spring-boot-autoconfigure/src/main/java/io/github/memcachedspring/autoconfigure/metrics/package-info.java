/**
 * Auto-configuration of meters, and those that read from features.
 */
@NullMarked
package io.github.memcachedspring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
