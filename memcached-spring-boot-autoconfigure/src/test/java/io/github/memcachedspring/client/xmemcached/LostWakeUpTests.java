package io.github.memcachedspring.client.xmemcached;

import java.lang.reflect.Field;
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
			long median = LongStream.of(taken).sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
			assertThat(median).isLessThan(HALF_A_SLEEP);
		}
	}

	private static AtomicBoolean wakenUp(XMemcachedOperations operations, MemcachedKey key) throws Exception {
		NodeSession session = operations.connection(key).session();
		assertThat(session).isNotNull();
		Field field = Reactor.class.getDeclaredField("wakenUp");
		field.setAccessible(true);
		return (AtomicBoolean) field.get(session.getAttribute(SelectorManager.REACTOR_ATTRIBUTE));
	}

}
