/**
 * Auto-configuration of observations, and so of traces.
 */
@NullMarked
package io.github.memcachedspring.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
