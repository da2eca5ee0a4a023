/**
 * Finds the nodes of a cluster that tells them itself: asks the configuration endpoint of
 * ElastiCache, or the discovery endpoint of Memorystore, again and again.
 */
@NullMarked
package io.github.memcachedspring.client.discovery;

import org.jspecify.annotations.NullMarked;
