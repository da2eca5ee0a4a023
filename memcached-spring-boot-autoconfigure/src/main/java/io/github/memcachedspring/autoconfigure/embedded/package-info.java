/**
 * The embedded memcached for development and tests: auto-configuration, the annotation of
 * Spring tests, and the extension of tests without Spring.
 */
@NullMarked
package io.github.memcachedspring.autoconfigure.embedded;

import org.jspecify.annotations.NullMarked;
