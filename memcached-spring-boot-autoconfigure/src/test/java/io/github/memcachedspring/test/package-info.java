/**
 * Servers for tests: a real memcached as a child process, a fake that records what it is
 * sent, and a proxy that disturbs connections.
 */
@NullMarked
package io.github.memcachedspring.test;

import org.jspecify.annotations.NullMarked;
