/**
 * What leases promise to a fleet: several instances of an application on one memcached,
 * each with connections and caches of its own, in races and when something dies.
 */
@NullMarked
package io.github.memcachedspring.lease.fleet;

import org.jspecify.annotations.NullMarked;
