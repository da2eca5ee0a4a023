package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.memcachedspring.client.IncompatibleServersException;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.RecordingServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class ServerProbeTests {

	private static final Pattern OPAQUE = Pattern.compile(" O\\d+");

	@Test
	@Tag(MemcachedServer.CONTRACT)
	void acceptsAServerAndLeavesNothingBehind() {
		try (MemcachedServer server = MemcachedServer.start();
				XMemcachedOperations operations = Engines.connect(server.node())) {
			assertThat(operations.isConnected(server.node())).isTrue();
			assertThat(server.stat("curr_items")).isZero();
		}
	}

	@Test
	void refusesAServerThatIsTooOld() {
		try (RecordingServer server = server("mg", "ERROR")) {
			assertThatIsRefused(server.node(), "ERROR", "its version: 1.6.18");
		}
	}

	@Test
	void refusesAServerThatAnswersNothingButErrors() {
		try (RecordingServer server = server(".*", "ERROR")) {
			assertThatIsRefused(server.node(), "ERROR", "its version: unknown");
		}
	}

	@Test
	void refusesAServerWithoutTokens() {
		try (MemcachedServer server = MemcachedServer.start("-C")) {
			assertThatIsRefused(server.node(), "a lease was answered", "its version: 1.6.");
		}
	}

	@Test
	void refusesAServerThatDoesNotHonourTokens() {
		try (RecordingServer server = server("md \\S+ C1 .*", "HD#")) {
			assertThatIsRefused(server.node(), "a token was not honoured", "its version: 1.6.18");
		}
	}

	/** Memcached up to 1.6.12 returned wrong tokens from a store. */
	@Test
	void refusesAServerWhoseRenewalsReturnWrongTokens() {
		try (RecordingServer server = server("ms \\S+ 0 c .*", "HD c0#")) {
			assertThatIsRefused(server.node(), "a token was not honoured", "its version: 1.6.18");
		}
	}

	@Test
	void refusesAServerWhoseRenewalsReturnNoTokens() {
		try (RecordingServer server = server("ms \\S+ 0 c .*", "HD#")) {
			assertThatIsRefused(server.node(), "a renewal was answered 'HD", "its version: 1.6.18");
		}
	}

	@Test
	void refusesAServerThatDropsTheOpaque() {
		try (RecordingServer server = server("ma .*", "NF")) {
			assertThatIsRefused(server.node(), "answer to another command", "its version: 1.6.18");
		}
	}

	@Test
	void acceptsAServerWhoseMissesDropTheOpaque() {
		try (RecordingServer server = server("mg \\S+ v O.*", "EN");
				XMemcachedOperations operations = Engines.connect(server.node())) {
			assertThat(operations.isConnected(server.node())).isTrue();
		}
	}

	@Test
	void worksWithTheOthersWhenOneIsRefused(CapturedOutput output) {
		try (MemcachedServer good = MemcachedServer.start();
				RecordingServer old = server("mg", "ERROR");
				XMemcachedOperations operations = XMemcachedOperations
					.connect(Engines.settings(good.node(), old.node()))) {
			waitUntil(() -> operations.isConnected(good.node()) && output.getAll().contains("is not used"));
			operations.on(good.node()).put(Engines.key("any"), bytes("value"), MINUTE).await();
			assertThatExceptionOfType(MemcachedConnectionException.class)
				.isThrownBy(() -> operations.on(old.node()).get(Engines.key("any")).await())
				.withMessageContaining("is refused")
				.withMessageContaining("its version: 1.6.18");
			long probes = probes(old);
			waitUntil(() -> probes(old) > probes + 1);
			assertThat(StringUtils.countOccurrencesOf(output.getAll(), "is not used")).isOne();
			assertThat(output).contains("WARN").contains(old.node().toString());
		}
	}

	@Test
	void acceptsAServerThatWasReplaced(CapturedOutput output) {
		RecordingServer.Responder empty = RecordingServer.emptyServer();
		AtomicBoolean old = new AtomicBoolean(true);
		try (MemcachedServer good = MemcachedServer.start();
				RecordingServer replaced = RecordingServer.start((line, data) -> (line.startsWith("mg") && old.get())
						? bytes("ERROR\r\n") : empty.reply(line, data));
				XMemcachedOperations operations = XMemcachedOperations
					.connect(Engines.settings(good.node(), replaced.node()))) {
			waitUntil(() -> output.getAll().contains("is not used"));
			old.set(false);
			waitUntil(() -> operations.isConnected(replaced.node()));
		}
	}

	/** That is no kind of server but a state, and passes. */
	@Test
	void triesAgainWhenAServerHasNoFreeConnection() throws IOException {
		try (MemcachedServer server = MemcachedServer.start("-c", "20", "-t", "1")) {
			List<Socket> taken = takeAllConnections(server.port());
			try (XMemcachedOperations operations = XMemcachedOperations.connect(Engines.settings(server.node()))) {
				assertThat(operations.isConnected(server.node())).isFalse();
				assertThat(operations.connection(Engines.key("any")).refusal()).isNull();
				for (Socket socket : taken) {
					socket.close();
				}
				waitUntil(() -> operations.isConnected(server.node()));
			}
		}
	}

	private static List<Socket> takeAllConnections(int port) throws IOException {
		List<Socket> taken = new ArrayList<>();
		while (true) {
			Socket socket = new Socket("127.0.0.1", port);
			socket.getOutputStream().write(bytes("mn\r\n"));
			String answer = new String(socket.getInputStream().readNBytes(3), StandardCharsets.US_ASCII);
			if (!answer.startsWith("MN")) {
				assertThat(answer).isEqualTo("ERR");
				socket.close();
				return taken;
			}
			taken.add(socket);
		}
	}

	private static void assertThatIsRefused(MemcachedNode node, String... found) {
		IncompatibleServersException failure = failure(node);
		assertThat(failure.getRefusals()).containsOnlyKeys(node);
		assertThat(failure.getRefusals().get(node)).contains(found);
		assertThat(failure).hasMessageContaining(node.toString()).hasMessageContainingAll(found);
	}

	/** On a busy machine the start may not wait for it. */
	private static IncompatibleServersException failure(MemcachedNode node) {
		AtomicReference<IncompatibleServersException> failure = new AtomicReference<>();
		waitUntil(() -> {
			try (XMemcachedOperations started = XMemcachedOperations.connect(Engines.settings(node))) {
				return false;
			}
			catch (IncompatibleServersException ex) {
				failure.set(ex);
				return true;
			}
		});
		return failure.get();
	}

	private static long probes(RecordingServer server) {
		return server.lines().stream().filter((line) -> line.startsWith("mg ")).count();
	}

	/**
	 * A server that answers some commands otherwise; a number sign stands for the opaque.
	 */
	private static RecordingServer server(String command, String answer) {
		RecordingServer.Responder empty = RecordingServer.emptyServer();
		Pattern pattern = Pattern.compile(command + ".*");
		return RecordingServer.start((line, data) -> {
			byte[] usual = empty.reply(line, data);
			if (!pattern.matcher(line).matches()) {
				return usual;
			}
			Matcher opaque = OPAQUE.matcher(line);
			return bytes(answer.replace("#", opaque.find() ? opaque.group() : "") + "\r\n");
		});
	}

}
