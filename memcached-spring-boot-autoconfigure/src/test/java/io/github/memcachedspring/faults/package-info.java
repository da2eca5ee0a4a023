/**
 * What an application notices of faults of memcached and of the network: contexts as
 * users have them, annotated methods, and properties alone. Faults have numbers, and
 * tests have those of their faults. Where a fault is tested elsewhere:
 *
 * <ul>
 * <li>4, ten minutes: {@code client.xmemcached.LongOutageTests},
 * {@code client.guard.RecoveryTests}
 * <li>9 and 10, names that appear and change: {@code client.xmemcached.ConnectTests}
 * <li>23, values that attack: {@code transcoder.HostilePayloadTests},
 * {@code transcoder.JdkCodecTests}
 * <li>27, a binary client in the same JVM: {@code client.xmemcached.WireSafetyTests}
 * <li>30 and 39, expiry of a hot key and a holder that dies: {@code lease.fleet}
 * <li>45, counters: {@code atomic.CounterFaultsTests}
 * <li>47, passwords: {@code client.xmemcached.AuthenticationTests}
 * <li>48, TLS: {@code client.xmemcached.TlsTests},
 * {@code client.xmemcached.TlsTransportTests}
 * </ul>
 */
@NullMarked
package io.github.memcachedspring.faults;

import org.jspecify.annotations.NullMarked;
