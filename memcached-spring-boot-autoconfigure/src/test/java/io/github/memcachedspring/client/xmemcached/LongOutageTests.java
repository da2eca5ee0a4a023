package io.github.memcachedspring.client.xmemcached;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.test.ManualTimer;
import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An outage of ten minutes, by a clock that is put forward.
 */
@Tag("fault")
class LongOutageTests {

	private static final Duration OUTAGE = Duration.ofMinutes(10);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	private final ManualTimer timer = new ManualTimer();

	private final AtomicInteger attempts = new AtomicInteger();

	@Test
	void fault04TenMinutesAfterItWasLostANodeIsStillTriedOnceASecond() {
		try (MemcachedServer server = MemcachedServer.start()) {
			// What is due within a second is the next attempt, not the end of this one.
			XMemcachedSettings settings = Engines.settings(server.node()).connectTimeout(Duration.ofMinutes(1));
			Engine engine = new Engine(settings, this::resolve, this.timer);
			engine.start();
			NodeConnection connection = new NodeConnection(server.node(), engine, () -> {
			});
			try {
				connection.connect();
				waitUntil(() -> connection.session() != null);
				server.kill();
				while (this.timer.elapsed().compareTo(OUTAGE) < 0) {
					waitUntil(() -> this.timer.runNext(LONGEST_PAUSE));
				}
				Duration outage = this.timer.elapsed();
				server.restart();
				waitUntil(() -> this.timer.runNext(LONGEST_PAUSE) || connection.session() != null);
				waitUntil(() -> connection.session() != null);
				Duration untilConnected = this.timer.elapsed().minus(outage);
				System.out.printf("fault 4: away for %d s, %d attempts, at most %d ms apart, connected %d ms after%n",
						outage.toSeconds(), this.attempts.get(), this.timer.longestDelay().toMillis(),
						untilConnected.toMillis());
				assertThat(untilConnected).isLessThanOrEqualTo(LONGEST_PAUSE);
				assertThat(this.attempts).hasValueBetween(600, 900);
			}
			finally {
				engine.markStopped();
				engine.stop();
			}
		}
	}

	private InetAddress[] resolve(String host) throws UnknownHostException {
		this.attempts.incrementAndGet();
		return AddressResolver.SYSTEM.resolve(host);
	}

}
