/**
 * {@link io.github.memcachedspring.annotation.CacheTtl @CacheTtl}, and the cache resolver
 * that gives every invocation of a cached method its own view of the cache. It is put
 * behind Spring's cache aspects by rewriting their operations, so that it is reached
 * whatever cache manager or resolver an annotation names.
 */
@NullMarked
package io.github.memcachedspring.annotation;

import org.jspecify.annotations.NullMarked;
