/**
 * Tests for Testcontainers, with containers that are none and, if there is Docker, with
 * some that are.
 */
@NullMarked
package io.github.memcachedspring.autoconfigure.testcontainers;

import org.jspecify.annotations.NullMarked;
