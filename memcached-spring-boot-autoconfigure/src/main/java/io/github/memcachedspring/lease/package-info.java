/**
 * Who loads a value, and who waits for it.
 */
@NullMarked
package io.github.memcachedspring.lease;

import org.jspecify.annotations.NullMarked;
