/**
 * Tests for applications that are processed ahead of time.
 */
@NullMarked
package io.github.memcachedspring.autoconfigure.aot;

import org.jspecify.annotations.NullMarked;
