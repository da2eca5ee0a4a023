/**
 * The Actuator endpoint {@code memcached}: caches, clusters, migration and warm-up of
 * this instance. It alone knows all features, so it lives where they are wired.
 */
@NullMarked
package io.github.memcachedspring.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
