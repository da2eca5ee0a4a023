/**
 * What other libraries have written on the old cluster: where it is, and what it means.
 * It is read, and removed, and never written.
 */
@NullMarked
package io.github.memcachedspring.migration.foreign;

import org.jspecify.annotations.NullMarked;
