/**
 * Connections to the memcached servers that Spring Boot's support for Docker Compose has
 * started.
 */
@NullMarked
package io.github.memcachedspring.autoconfigure.compose;

import org.jspecify.annotations.NullMarked;
