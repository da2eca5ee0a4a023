/**
 * Observations of commands and of waits for loads, and so spans of traces.
 */
@NullMarked
package io.github.memcachedspring.observation;

import org.jspecify.annotations.NullMarked;
