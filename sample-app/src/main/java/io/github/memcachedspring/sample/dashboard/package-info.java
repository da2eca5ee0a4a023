/**
 * How SQL statements are counted on their way to the database, and what answers cost.
 */
@NullMarked
package io.github.memcachedspring.sample.dashboard;

import org.jspecify.annotations.NullMarked;
