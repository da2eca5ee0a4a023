/**
 * Tests for the embedded memcached in applications and their tests.
 */
@NullMarked
package io.github.memcachedspring.autoconfigure.embedded;

import org.jspecify.annotations.NullMarked;
