/**
 * No client changes more books per minute than it may, whichever instance it asks.
 */
@NullMarked
package io.github.memcachedspring.sample.ratelimit;

import org.jspecify.annotations.NullMarked;
