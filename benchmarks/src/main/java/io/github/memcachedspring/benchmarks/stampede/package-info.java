/**
 * Shows what becomes of a hot key that is missing or expires: three JVMs with many
 * callers each, on a memcached of their own, with and without the cache's help.
 */
@NullMarked
package io.github.memcachedspring.benchmarks.stampede;

import org.jspecify.annotations.NullMarked;
