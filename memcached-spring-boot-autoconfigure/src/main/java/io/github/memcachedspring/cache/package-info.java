/**
 * Spring's cache contract on memcached: the manager, the caches with their settings and
 * statistics, and the views that each annotated invocation gets of them.
 */
@NullMarked
package io.github.memcachedspring.cache;

import org.jspecify.annotations.NullMarked;
