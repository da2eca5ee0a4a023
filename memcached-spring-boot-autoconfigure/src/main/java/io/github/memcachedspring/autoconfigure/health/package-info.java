/**
 * Spring Boot's auto-configuration of the health of memcached clusters.
 */
@NullMarked
package io.github.memcachedspring.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
