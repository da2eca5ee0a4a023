package io.github.memcachedspring.faults;

import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of a server that cannot be connected to.
 */
@Tag("fault")
class LostServerTests {

	@ParameterizedTest
	@ValueSource(ints = { 3, 60 })
	void fault03And04ADeadServerCostsNothingAndIsUsedSoonAfterItsRestart(int seconds) {
		assumeTrue(seconds <= Extent.of(60, 3), "-Pfull");
		try (MemcachedServer server = MemcachedServer.start(); App app = App.on(server.port())) {
			Callers callers = Callers.start(app, 20, "k");
			callers.awaitCalls(2000);
			server.kill();
			long dead = System.nanoTime();
			Extent.lasts(Duration.ofSeconds(seconds));
			Duration p99 = callers.p99(dead);
			Duration slowest = callers.slowest(dead);
			server.restart();
			Duration untilHit = app.awaitHit("back");
			callers.assertNothingNoticed();
			System.out.printf(
					"fault 3: p99 %.2f ms, slowest %.0f ms; fault 4: dead for %d s, first hit %.0f ms after%n",
					Extent.millis(p99), Extent.millis(slowest), seconds, Extent.millis(untilHit));
			assertThat(p99).isLessThan(Duration.ofMillis(50));
			assertThat(untilHit).isLessThan(Duration.ofSeconds(4));
		}
	}

	@Test
	void fault46AServerAtItsConnectionLimitIsNotStormed() throws Exception {
		try (MemcachedServer server = MemcachedServer.start("-c", "32");
				FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port())) {
			List<Socket> others = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				others.add(new Socket("127.0.0.1", server.port()));
			}
			try (App app = App.unconnected(proxy.port()); Callers callers = Callers.start(app, 5, "k")) {
				int before = proxy.acceptedConnections();
				Extent.lasts(Duration.ofSeconds(3));
				int attempts = proxy.acceptedConnections() - before;
				for (Socket other : others) {
					other.close();
				}
				Duration untilHit = app.awaitHit("back");
				callers.assertNothingNoticed();
				System.out.printf("fault 46: %d connections tried within 3 s, first hit %.0f ms after there was room%n",
						attempts, Extent.millis(untilHit));
				assertThat(attempts).isLessThan(20);
				assertThat(untilHit).isLessThan(Duration.ofSeconds(6));
			}
		}
	}

}
