/**
 * Keeps the README true: its code compiles here, its properties exist.
 */
@NullMarked
package io.github.memcachedspring.readme;

import org.jspecify.annotations.NullMarked;
