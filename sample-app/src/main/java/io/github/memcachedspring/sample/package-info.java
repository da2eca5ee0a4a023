/**
 * A small book shop on a SQL database, cached in memcached by annotation.
 */
@NullMarked
package io.github.memcachedspring.sample;

import org.jspecify.annotations.NullMarked;
