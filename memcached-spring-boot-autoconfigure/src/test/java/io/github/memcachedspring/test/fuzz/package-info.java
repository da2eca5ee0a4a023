/**
 * What fuzz tests have in common. With {@code -Pfull} Jazzer looks for inputs, guided by
 * what they reach; otherwise the seeds and some mutations of them are tried.
 */
@NullMarked
package io.github.memcachedspring.test.fuzz;

import org.jspecify.annotations.NullMarked;
