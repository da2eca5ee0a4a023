/**
 * A small memcached in the JVM, for development and tests: answers the text and meta
 * commands as memcached 1.6.18 does, on a clock that can be moved forward. Not for
 * production: it keeps everything on the heap, behind one lock, and listens on the
 * loopback interface only. Depends on nothing but the JDK; parameters and results are
 * never null unless their documentation says so.
 */
package io.github.memcachedspring.embedded;
