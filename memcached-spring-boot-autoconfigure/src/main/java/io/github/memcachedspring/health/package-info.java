/**
 * How the servers of a cluster are doing, for Spring Boot's health endpoint.
 */
@NullMarked
package io.github.memcachedspring.health;

import org.jspecify.annotations.NullMarked;
