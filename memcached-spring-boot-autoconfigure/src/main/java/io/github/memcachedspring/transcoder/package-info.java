/**
 * Turns objects into the bytes of memcached items and back:
 * {@link io.github.memcachedspring.transcoder.Transcoder}. What it reads is checked first
 * (a checksum over the whole item) and then bound (an allow-list of types, limits on
 * size, depth and inflation), because a server may hand out anything.
 */
@NullMarked
package io.github.memcachedspring.transcoder;

import org.jspecify.annotations.NullMarked;
