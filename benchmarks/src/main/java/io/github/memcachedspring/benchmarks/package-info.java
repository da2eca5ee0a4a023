/**
 * What a cache hit costs: in the layers above the driver alone, and against the bare
 * driver on a real server. All runs start from here.
 */
@NullMarked
package io.github.memcachedspring.benchmarks;

import org.jspecify.annotations.NullMarked;
