/**
 * How many visitors there were today: a number that the whole fleet counts on.
 */
@NullMarked
package io.github.memcachedspring.sample.visitors;

import org.jspecify.annotations.NullMarked;
