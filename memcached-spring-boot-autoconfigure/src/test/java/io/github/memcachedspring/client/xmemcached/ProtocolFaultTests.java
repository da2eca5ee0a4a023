package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedProtocolException;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.test.RecordingServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that answer what memcached never would.
 */
class ProtocolFaultTests {

	private static final MemcachedKey FAULTY = Engines.key("faulty");

	private static final Pattern OPAQUE = Pattern.compile(" O(\\d+)");

	/** A number sign stands for the command's opaque, an at sign for another. */
	@ParameterizedTest
	@ValueSource(strings = { "HD O@\r\n", "HD\r\n", "VA 5 f0 c1 t-1\r\nhello\r\n", "VA 5 f0 c1 t-1 O@\r\nhello\r\n",
			"VA -1 f0 c1 t-1 O#\r\n", "VA 99999999999 f0 c1 t-1 O#\r\nhello\r\n",
			"VA 18446744073709551621 f0 c1 t-1 O#\r\nhello\r\n", "VA x O#\r\n", "VA \r\n", "\r\n", "\n", "garbage\r\n",
			"VA 5 f0 c1 t-1 O#\r\nhelloXY\r\n", "VA 4 f0 c1 t-1 O#\r\nhello\r\n", "HD O#\n", "MN\r\n",
			"EN O#\r\nEN O#\r\n", "EN O#\r\nSERVER_ERROR late\r\nX\r\n", "ERROR\r\n", "CLIENT_ERROR bad command\r\n" })
	void closesTheConnectionAndMakesAnother(String answer) {
		assertThatFaultIsContained(answer);
	}

	@Test
	void closesTheConnectionForALineWithoutEnd() {
		assertThatFaultIsContained("x".repeat(20_000));
	}

	private static void assertThatFaultIsContained(String answer) {
		try (RecordingServer server = faulty(answer);
				XMemcachedOperations operations = Engines.connect(server.node())) {
			NodeSession session = operations.connection(FAULTY).session();
			Reply<@Nullable Item> faulty = operations.get(FAULTY);
			List<Reply<@Nullable Item>> others = IntStream.range(0, 20)
				.mapToObj((i) -> operations.get(Engines.key("absent-" + i)))
				.toList();
			long start = System.nanoTime();
			assertThatIsNoValue(faulty);
			others.forEach(ProtocolFaultTests::assertThatIsNoValue);
			assertThat(System.nanoTime() - start).as("Waited for a timeout").isLessThan(8_000_000_000L);
			waitUntil(
					() -> operations.connection(FAULTY).session() != session && operations.isConnected(server.node()));
			assertThat(session.isClosed()).isTrue();
			assertThat(operations.get(Engines.key("absent")).await()).isNull();
			assertThat(operations.getWithLease(Engines.key("lease"), MINUTE).await().won()).isTrue();
		}
	}

	private static void assertThatIsNoValue(Reply<@Nullable Item> reply) {
		try {
			assertThat(reply.await()).isNull();
		}
		catch (MemcachedException ex) {
			assertThat(ex.getMessage()).doesNotContain("within");
		}
	}

	/** Answers that belong to their command, but that a verb cannot make sense of. */
	@ParameterizedTest
	@ValueSource(strings = { "HD O#\r\n", "NS O#\r\n", "VA 5 f0 c1 O#\r\nhello\r\n", "VA 5 f0 t-1 O#\r\nhello\r\n",
			"VA 5 fx c1 t-1 O#\r\nhello\r\n" })
	void tellsAnAnswerThatFitsNoRead(String answer) {
		try (RecordingServer server = faulty(answer);
				XMemcachedOperations operations = Engines.connect(server.node())) {
			assertThatExceptionOfType(MemcachedProtocolException.class).isThrownBy(() -> operations.get(FAULTY).await())
				.withMessageContaining(answer.substring(0, 2));
			assertThat(operations.get(Engines.key("absent")).await()).isNull();
		}
	}

	@Test
	void tellsACounterThatIsNone() {
		try (RecordingServer server = faulty("VA 3 O#\r\nabc\r\n");
				XMemcachedOperations operations = Engines.connect(server.node())) {
			assertThatExceptionOfType(MemcachedProtocolException.class)
				.isThrownBy(() -> operations.count(FAULTY, Counting.increment(1)).await());
		}
	}

	@Test
	void aMissWithoutOpaqueIsAMiss() {
		try (RecordingServer server = RecordingServer.start(before1618());
				XMemcachedOperations operations = Engines.connect(server.node())) {
			NodeSession session = operations.connection(FAULTY).session();
			for (int i = 0; i < 10; i++) {
				assertThat(operations.get(FAULTY).await()).isNull();
			}
			assertThat(operations.connection(FAULTY).session()).isSameAs(session);
		}
	}

	@Test
	void anUnaskedLineOnAnIdleConnectionPutsNothingOutOfStep() throws IOException {
		try (PushingServer server = new PushingServer();
				XMemcachedOperations operations = Engines.connect(server.node())) {
			for (String line : List.of("EN\r\n", "HD O5\r\n", "ERROR\r\n", "x")) {
				NodeSession session = operations.connection(FAULTY).session();
				server.push(line);
				waitUntil(() -> operations.connection(FAULTY).session() != session
						&& operations.isConnected(server.node()));
				assertThat(session.isClosed()).isTrue();
				assertThat(operations.getWithLease(Engines.key("lease-" + line), MINUTE).await().won()).isTrue();
				assertThat(operations.getWithLease(Engines.key("lease-" + line), MINUTE).await().lost()).isTrue();
			}
		}
	}

	private static RecordingServer faulty(String answer) {
		RecordingServer.Responder empty = RecordingServer.emptyServer();
		AtomicBoolean done = new AtomicBoolean();
		return RecordingServer.start((line, data) -> {
			if (!line.contains(FAULTY.toString()) || !done.compareAndSet(false, true)) {
				return empty.reply(line, data);
			}
			Matcher opaque = OPAQUE.matcher(line);
			assertThat(opaque.find()).isTrue();
			String other = "" + (Long.parseLong(opaque.group(1)) + 1);
			return answer.replace("#", opaque.group(1)).replace("@", other).getBytes(StandardCharsets.ISO_8859_1);
		});
	}

	private static RecordingServer.Responder before1618() {
		RecordingServer.Responder empty = RecordingServer.emptyServer();
		return (line, data) -> {
			byte[] answer = empty.reply(line, data);
			return (answer[0] == 'E' && answer[1] == 'N') ? "EN\r\n".getBytes(StandardCharsets.US_ASCII) : answer;
		};
	}

}
