package io.github.memcachedspring.faults;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.memcachedspring.client.IncompatibleServersException;
import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of applications whose server cannot be used when they start, and that they end in
 * that state as well.
 */
@Tag("fault")
class StartTests {

	private final MemcachedServer server = MemcachedServer.start();

	private final FaultProxy proxy = FaultProxy.before("127.0.0.1", this.server.port());

	private final List<AutoCloseable> closeables = new ArrayList<>(List.of(this.proxy, this.server));

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable closeable : this.closeables) {
			closeable.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void fault07And08AnApplicationStartsAndEndsWhateverTheServerDoes(State state) throws IOException {
		Duration usual = start("127.0.0.1:" + this.server.port());
		String servers = servers(state);
		long start = System.nanoTime();
		App app = App.on(servers);
		Duration started = Extent.since(start);
		Callers callers = Callers.none(app);
		for (int i = 0; i < 20; i++) {
			callers.callOnce("k" + i, i);
		}
		long end = System.nanoTime();
		app.close();
		Duration closed = Extent.since(end);
		callers.assertNothingNoticed();
		System.out.printf(
				"fault 7 and 8: %s: started in %.0f ms (usually %.0f ms), slowest call %.0f ms,"
						+ " closed in %.0f ms%n",
				state.name().toLowerCase(Locale.ROOT), Extent.millis(started), Extent.millis(usual),
				Extent.millis(callers.slowest(Long.MIN_VALUE)), Extent.millis(closed));
		assertThat(started.minus(usual)).isLessThan(Duration.ofSeconds(2));
		assertThat(callers.slowest(Long.MIN_VALUE)).isLessThan(App.TIMEOUT.multipliedBy(10));
		assertThat(closed).isLessThan(Duration.ofSeconds(2));
	}

	@Test
	void fault07AnApplicationStartsWithoutAServerAndUsesItWhenItIsThere() {
		this.server.kill();
		try (App app = App.unconnected(this.server.port())) {
			assertThat(app.isHit("k")).isFalse();
			this.server.restart();
			assertUsedSoon("fault 7", app);
		}
	}

	@Test
	void fault08AnApplicationStartsBeforeASilentServerAndUsesItWhenItAnswers() {
		this.proxy.faults().newConnections().silence();
		try (App app = App.unconnected(this.proxy.port())) {
			assertThat(app.isHit("k")).isFalse();
			this.proxy.faults().clear();
			assertUsedSoon("fault 8", app);
		}
	}

	/** An old memcached, or a proxy that does not know the commands. */
	@Test
	void fault20AServerThatDoesNotKnowTheCommandsIsSaidSoAtTheStartAndIsAMissLater() {
		try (App app = App.on(this.proxy.port())) {
			this.proxy.faults().on(Command.line((line) -> line.startsWith("m"))).replyWith("ERROR");
			this.proxy.cutConnections();
			Callers callers = Callers.none(app);
			App.waitUntil(() -> !app.isHit("first"));
			for (int i = 0; i < 20; i++) {
				callers.callOnce("k" + i, i);
			}
			callers.assertNothingNoticed();
			App.waitUntil(this::isRefusedAtTheStart);
			System.out.printf("fault 20: slowest call %.0f ms%n", Extent.millis(callers.slowest(Long.MIN_VALUE)));
		}
	}

	/** On a busy machine the start may not wait for it. */
	private boolean isRefusedAtTheStart() {
		try (App started = App.unconnected(this.proxy.port())) {
			return false;
		}
		catch (RuntimeException ex) {
			assertThat(ex).hasRootCauseInstanceOf(IncompatibleServersException.class);
			return true;
		}
	}

	private static void assertUsedSoon(String fault, App app) {
		Duration untilHit = app.awaitHit("k");
		System.out.printf("%s: first hit %.0f ms after the server was there%n", fault, Extent.millis(untilHit));
		assertThat(untilHit).isLessThan(Duration.ofSeconds(4));
	}

	private static Duration start(String servers) {
		App.on(servers).close();
		long start = System.nanoTime();
		App app = App.on(servers);
		Duration taken = Extent.since(start);
		app.close();
		return taken;
	}

	private String servers(State state) throws IOException {
		switch (state) {
			case REFUSED -> this.server.kill();
			case HUNG -> this.server.pause();
			case SILENT -> this.proxy.faults().newConnections().silence();
			case UNKNOWN_NAME -> {
				return "nosuchhost.invalid:11211";
			}
			default -> {
				return "127.0.0.1:" + dropping();
			}
		}
		return "127.0.0.1:" + ((state == State.SILENT) ? this.proxy.port() : this.server.port());
	}

	/** The operating system drops what would open a connection if too many wait. */
	private int dropping() throws IOException {
		ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		this.closeables.add(listener);
		for (int i = 0; i < 100; i++) {
			Socket socket = new Socket();
			this.closeables.add(socket);
			try {
				socket.connect(new InetSocketAddress("127.0.0.1", listener.getLocalPort()), 200);
			}
			catch (SocketTimeoutException ex) {
				return listener.getLocalPort();
			}
			catch (ConnectException ex) {
				throw new TestAbortedException("This operating system refuses what Linux drops", ex);
			}
		}
		throw new TestAbortedException("This operating system opens all connections");
	}

	enum State {

		REFUSED, HUNG, SILENT, PACKETS_DROPPED, UNKNOWN_NAME

	}

}
