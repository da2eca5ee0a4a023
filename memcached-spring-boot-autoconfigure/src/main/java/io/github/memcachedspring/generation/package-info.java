/**
 * What {@code clear()} raises and every read checks: a generation per cache and node. It
 * travels in the entries, so clearing costs nothing per entry, and a lost record costs
 * only the entries of its node.
 */
@NullMarked
package io.github.memcachedspring.generation;

import org.jspecify.annotations.NullMarked;
