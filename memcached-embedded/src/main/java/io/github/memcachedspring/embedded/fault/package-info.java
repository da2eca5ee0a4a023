/**
 * Faults for tests: what a server, or the network before it, does wrong on command. The
 * same rules serve the embedded server and a proxy before any other one.
 *
 * <pre class="code">
 * faults.on(Command.verb("mg")).times(3).delay(Duration.ofMillis(200));
 * faults.on(Command.keyStartingWith("users:")).afterExecution().close();
 * faults.connections().latency(Duration.ofMillis(50), Duration.ofMillis(20));
 * faults.newConnections().refuse();
 * faults.clear();
 * </pre>
 */
package io.github.memcachedspring.embedded.fault;
