/**
 * Tests for Docker Compose, with services that are not and, if there is Docker, with some
 * that are.
 */
@NullMarked
package io.github.memcachedspring.autoconfigure.compose;

import org.jspecify.annotations.NullMarked;
