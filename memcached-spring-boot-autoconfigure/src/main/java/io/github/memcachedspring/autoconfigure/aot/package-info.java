/**
 * What is found out about an application while it is processed ahead of time.
 */
@NullMarked
package io.github.memcachedspring.autoconfigure.aot;

import org.jspecify.annotations.NullMarked;
