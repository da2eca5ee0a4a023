package io.github.memcachedspring.client.xmemcached;

import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

import com.google.code.yanf4j.nio.impl.Reactor;
import com.google.code.yanf4j.nio.impl.SelectorManager;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens when the driver believes that a sleeping reactor is awake.
 */
@ExtendWith(MemcachedServerExtension.class)
class LostWakeUpTests {

	private static final int ROUNDS = 21;

	/** Left asleep, the reactor would look for commands after 100 ms. */
	private static final long HALF_A_SLEEP = TimeUnit.MILLISECONDS.toNanos(50);

	@Test
	void commandIsSentAlthoughTheDriverLeavesTheReactorAsleep(MemcachedServer server) throws Exception {
		MemcachedKey key = Engines.key("asleep");
		try (XMemcachedOperations operations = Engines.connect(server.node())) {
			AtomicBoolean wakenUp = wakenUp(operations, key);
			long[] taken = new long[ROUNDS];
			for (int i = 0; i < ROUNDS; i++) {
				// Time to fall asleep; a round in which it does not proves nothing.
				Thread.sleep(3);
				wakenUp.set(true);
				long start = System.nanoTime();
				operations.get(key).await();
				taken[i] = System.nanoTime() - start;
			}
			assertThat(median(taken)).isLessThan(HALF_A_SLEEP);
		}
	}

	/** Left asleep, it would look for connections to make a second later. */
	@Test
	void aConnectionIsMadeAlthoughTheDriverLeavesTheReactorAsleep(MemcachedServer server) throws Exception {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		Engine engine = new Engine(Engines.settings(server.node()), AddressResolver.SYSTEM);
		engine.start();
		try (FullBacklog silent = new FullBacklog()) {
			Reactor reactor = connectingReactor(before);
			AtomicBoolean wakenUp = wakenUp(reactor);
			InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.port());
			NodeConnection connection = new NodeConnection(server.node(), engine, () -> {
			});
			long[] taken = new long[ROUNDS];
			for (int i = 0; i < ROUNDS; i++) {
				int connecting = reactor.getSelector().keys().size();
				Thread.sleep(3);
				wakenUp.set(true);
				long start = System.nanoTime();
				engine.connector().open(address, new ConnectAttempt(connection, engine, 0));
				waitUntil(() -> reactor.getSelector().keys().size() > connecting);
				taken[i] = System.nanoTime() - start;
			}
			assertThat(median(taken)).isLessThan(HALF_A_SLEEP);
		}
		finally {
			engine.markStopped();
			engine.stop();
		}
	}

	private static Reactor connectingReactor(Set<Thread> before) {
		return (Reactor) Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("Xmemcached-Reactor-0") && !before.contains(thread))
			.findAny()
			.orElseThrow();
	}

	private static long median(long[] taken) {
		return LongStream.of(taken).sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
	}

	private static AtomicBoolean wakenUp(XMemcachedOperations operations, MemcachedKey key) throws Exception {
		NodeSession session = operations.connection(key).session();
		assertThat(session).isNotNull();
		return wakenUp(session.getAttribute(SelectorManager.REACTOR_ATTRIBUTE));
	}

	private static AtomicBoolean wakenUp(Object reactor) throws Exception {
		Field field = Reactor.class.getDeclaredField("wakenUp");
		field.setAccessible(true);
		return (AtomicBoolean) field.get(reactor);
	}

}
