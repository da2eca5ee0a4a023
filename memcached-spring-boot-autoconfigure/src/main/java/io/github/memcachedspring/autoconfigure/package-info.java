/**
 * Spring Boot's auto-configuration of the memcached client and cache: properties,
 * connection details, customizers and failure analyzers.
 */
@NullMarked
package io.github.memcachedspring.autoconfigure;

import org.jspecify.annotations.NullMarked;
