/**
 * Tests of the engine, against real servers wherever one can be made to behave as needed.
 */
@NullMarked
package io.github.memcachedspring.client.xmemcached;

import org.jspecify.annotations.NullMarked;
