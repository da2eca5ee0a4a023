package io.github.memcachedspring.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.test.ChildJvm;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.Undisturbed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application which is stopped for a while, as by its garbage collector,
 * does not blame the server for it.
 */
@Tag("fault")
class PausedClientTests {

	/** After the shorter pauses its commands are only just late when it goes on. */
	private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(2), App.TIMEOUT.plusMillis(20),
			App.TIMEOUT.plusMillis(50), App.TIMEOUT.plusMillis(90));

	@Test
	void fault34AnApplicationThatStoodStillLeavesNoServerAlone() throws Exception {
		// A pause of the server is none of the application's.
		Undisturbed.run(this::callAfterPauses);
	}

	private void callAfterPauses() throws Exception {
		try (MemcachedServer server = MemcachedServer.start();
				FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());
				ChildJvm child = ChildJvm.start(Program.class, List.of(Integer.toString(proxy.port())))) {
			assertThat(child.readLine()).isEqualTo("ready");
			int connections = proxy.acceptedConnections();
			for (int i = 0; i < Extent.of(10, 2) * PAUSES.size(); i++) {
				signal(child, "STOP");
				Extent.lasts(PAUSES.get(i % PAUSES.size()));
				signal(child, "CONT");
				child.tell("calls");
				assertThat(child.readLine()).isEqualTo("called");
			}
			child.tell("report");
			String report = child.readLine();
			System.out.printf("fault 34: after pauses of %s: %s, connections %+d%n", PAUSES, report,
					proxy.acceptedConnections() - connections);
			assertThat(report).startsWith("left alone 0 times, noticed []");
			assertThat(proxy.acceptedConnections()).isEqualTo(connections);
		}
	}

	private static void signal(ChildJvm child, String name) throws IOException, InterruptedException {
		String script = "kill -%s %d".formatted(name, child.pid());
		assertThat(new ProcessBuilder("sh", "-c", script).start().waitFor()).isZero();
	}

	/** The application. */
	static final class Program {

		private Program() {
		}

		public static void main(String[] arguments) throws Exception {
			// The parent reads what is written.
			((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
			BlockingQueue<String> commands = ChildJvm.commands();
			App app = App.on(Integer.parseInt(arguments[0]));
			Callers callers = Callers.start(app, 10, "k");
			callers.awaitCalls(1000);
			System.out.println("ready");
			while (commands.take().equals("calls")) {
				callers.awaitCalls(500);
				System.out.println("called");
			}
			callers.close();
			System.out.printf("left alone %d times, noticed %s, %d calls, failures %d%n", app.node().timesLeftAlone(),
					callers.mistakes(), callers.count(), app.statistics().failures());
		}

	}

}
