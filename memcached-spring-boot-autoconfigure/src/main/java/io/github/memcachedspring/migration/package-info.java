/**
 * The way from one cluster to another without a cold cache and without stale values: a
 * decorator over the operations of both, the phases of the way, and how far it has got.
 */
@NullMarked
package io.github.memcachedspring.migration;

import org.jspecify.annotations.NullMarked;
