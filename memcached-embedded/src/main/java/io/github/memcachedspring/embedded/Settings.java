package io.github.memcachedspring.embedded;

/**
 * What a server is started with.
 *
 * @param port to listen on; 0 for any free one
 * @param limits what it takes
 * @param clock that items expire by
 * @param credentials that clients must give; null if none
 */
record Settings(int port, Limits limits, SettableClock clock, Credentials credentials) {
}
