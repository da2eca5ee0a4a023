package io.github.memcachedspring.faults;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application ends soon whatever the server does.
 */
@Tag("fault")
class ShutdownTests {

	@ParameterizedTest
	@EnumSource
	void fault38AnApplicationEndsSoon(State state) {
		try (MemcachedServer server = MemcachedServer.start()) {
			List<Thread> before = nonDaemonThreads();
			App app = App.on(server.port());
			switch (state) {
				case HUNG -> server.pause();
				case DEAD -> server.kill();
				default -> assertThat(app.isHit("first")).isTrue();
			}
			app.isHit("k");
			app.shop().evict("k");
			long start = System.nanoTime();
			app.close();
			Duration taken = Extent.since(start);
			System.out.printf("fault 38: closed in %.0f ms, server %s%n", Extent.millis(taken),
					state.name().toLowerCase(Locale.ROOT));
			assertThat(taken).isLessThan(Duration.ofSeconds(2));
			App.waitUntil(() -> before.containsAll(nonDaemonThreads()));
		}
	}

	private static List<Thread> nonDaemonThreads() {
		return Thread.getAllStackTraces().keySet().stream().filter((thread) -> !thread.isDaemon()).toList();
	}

	enum State {

		HEALTHY, HUNG, DEAD

	}

}
