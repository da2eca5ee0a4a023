/**
 * What an application notices of faults of memcached and of the network: contexts as
 * users have them, annotated methods, and properties alone.
 */
@NullMarked
package io.github.memcachedspring.faults;

import org.jspecify.annotations.NullMarked;
