/**
 * What all runs need: a server of their own, a description of the machine, and tables.
 */
@NullMarked
package io.github.memcachedspring.benchmarks.support;

import org.jspecify.annotations.NullMarked;
