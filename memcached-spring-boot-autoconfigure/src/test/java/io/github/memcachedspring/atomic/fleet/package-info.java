/**
 * What updates and counters promise to a fleet: several JVMs that change the same values,
 * also while the server or the network fails.
 */
@NullMarked
package io.github.memcachedspring.atomic.fleet;

import org.jspecify.annotations.NullMarked;
