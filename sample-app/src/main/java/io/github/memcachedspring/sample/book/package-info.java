/**
 * The books of the shop: what a user of the starter would write.
 */
@NullMarked
package io.github.memcachedspring.sample.book;

import org.jspecify.annotations.NullMarked;
