package io.github.memcachedspring.generation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.test.RecordingServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A reply is handed on when somebody consumes it, so that the order of events is in the
 * hands of the test.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
class NodeGenerationTests {

	private static XMemcachedOperations operations;

	private static int number;

	private final MemcachedServer server;

	private final MemcachedKey key = KeySpace.of("", "g", "nodes").key("n" + ++number);

	private final NodeGeneration generation;

	NodeGenerationTests(MemcachedServer server) {
		this.server = server;
		this.generation = generation(Duration.ofHours(1));
	}

	private NodeGeneration generation(Duration propagation) {
		return new NodeGeneration(operations.on(this.server.node()), this.key, propagation, 0);
	}

	@BeforeAll
	static void connect(MemcachedServer server) {
		operations = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(server.node())).timeout(Duration.ofSeconds(10)));
		Awaitility.await().until(() -> operations.isConnected(server.node()));
	}

	@AfterAll
	static void close() {
		operations.close();
	}

	@Test
	void remembersWhatTheNodeSaid() {
		assertThat(this.generation.known()).isEqualTo(Generations.UNKNOWN);
		long current = this.generation.current().await();
		assertThat(this.generation.known()).isEqualTo(current);
		generation(Duration.ZERO).raise().await();
		assertThat(this.generation.current().await()).isEqualTo(current);
		assertThat(this.generation.reread().await()).isGreaterThan(current);
		assertThat(this.generation.known()).isGreaterThan(current);
	}

	@Test
	void asksAgainWhenWhatIsRememberedIsTooOld() {
		NodeGeneration forgetful = generation(Duration.ofNanos(1));
		long current = forgetful.current().await();
		assertThat(forgetful.known()).isEqualTo(Generations.UNKNOWN);
		this.generation.raise().await();
		assertThat(forgetful.current().await()).isGreaterThan(current);
	}

	@Test
	void goesByTheHighestWhenAnAnswerIsOvertaken() {
		this.generation.current().await();
		Reply<Long> before = this.generation.reread();
		long raised = this.generation.raise().await();
		assertThat(before.await()).isEqualTo(raised);
		assertThat(this.generation.known()).isEqualTo(raised);
	}

	@Test
	void makesUpForAMissedRaiseBeforeItTellsAnything() {
		long current = this.generation.current().await();
		this.generation.oweRaise();
		assertThat(this.generation.known()).isEqualTo(Generations.UNKNOWN);
		assertThat(this.generation.current().await()).isGreaterThan(current);
		assertThat(this.generation.known()).isGreaterThan(current);
	}

	@Test
	void doesNotTakeAnAcknowledgementForThatOfALaterRaise() {
		this.generation.current().await();
		this.generation.oweRaise();
		Reply<Long> first = this.generation.reread();
		this.generation.oweRaise();
		long raised = first.await();
		assertThat(this.generation.known()).isEqualTo(Generations.UNKNOWN);
		assertThat(this.generation.reread().await()).isGreaterThan(raised);
		assertThat(this.generation.known()).isGreaterThan(raised);
	}

	@Test
	void doesNotTakeAnotherRaiseForTheMissedOne() {
		this.generation.current().await();
		this.generation.oweRaise();
		this.generation.raise().await();
		assertThat(this.generation.known()).isEqualTo(Generations.UNKNOWN);
	}

	@Test
	void asksAnewAfterAFailure() {
		try (MemcachedServer mortal = MemcachedServer.start();
				XMemcachedOperations connected = XMemcachedOperations
					.connect(XMemcachedSettings.of(List.of(mortal.node())))) {
			NodeGeneration there = new NodeGeneration(connected.on(mortal.node()), this.key, Duration.ofHours(1), 0);
			mortal.kill();
			for (int i = 0; i < 3; i++) {
				Reply<Long> reply = there.current();
				assertThatExceptionOfType(MemcachedException.class).isThrownBy(reply::await);
			}
		}
	}

	/** What is stored before the next question would be lost with it. */
	@Test
	void asksAnewAfterTheServerMayHaveBeenRestarted() {
		try (MemcachedServer mortal = MemcachedServer.start();
				XMemcachedOperations connected = XMemcachedOperations
					.connect(XMemcachedSettings.of(List.of(mortal.node())).timeout(Duration.ofSeconds(10)))) {
			Awaitility.await().until(() -> connected.isConnected(mortal.node()));
			NodeOperations node = connected.on(mortal.node());
			NodeGeneration there = new NodeGeneration(node, this.key, Duration.ofHours(1), 0);
			long before = there.current().await();
			assertThat(there.known()).isEqualTo(before);
			long connects = node.connects();
			mortal.restart();
			Awaitility.await().until(() -> node.connects() > connects && connected.isConnected(mortal.node()));
			assertThat(there.known()).isEqualTo(Generations.UNKNOWN);
			long after = there.current().await();
			assertThat(after).isGreaterThan(before);
			assertThat(there.known()).isEqualTo(after);
		}
	}

	/** Who shares a question waits for the thread that asks it, however busy that is. */
	@Test
	void everyCallerAsksForItselfAfterAFailureUntilThereIsAnAnswer() {
		RecordingServer.Responder honest = RecordingServer.emptyServer();
		AtomicInteger asked = new AtomicInteger();
		AtomicReference<CountDownLatch> answer = new AtomicReference<>(new CountDownLatch(0));
		try (RecordingServer failing = RecordingServer.start((line, data) -> {
			if (!line.startsWith("mg " + this.key + " ")) {
				return honest.reply(line, data);
			}
			boolean first = asked.incrementAndGet() == 1;
			await(answer.get());
			return first ? "SERVER_ERROR busy\r\n".getBytes() : honest.reply(line, data);
		});
				XMemcachedOperations connected = XMemcachedOperations
					.connect(XMemcachedSettings.of(List.of(failing.node())).timeout(Duration.ofSeconds(10)))) {
			Awaitility.await().until(() -> connected.isConnected(failing.node()));
			NodeGeneration there = new NodeGeneration(connected.on(failing.node()), this.key, Duration.ofNanos(1), 0);
			assertThatExceptionOfType(MemcachedException.class).isThrownBy(() -> there.current().await());
			Reply<Long> one = there.current();
			Reply<Long> other = there.current();
			other.await();
			one.await();
			assertThat(asked).hasValueGreaterThanOrEqualTo(3);
			int before = asked.get();
			CountDownLatch bothAsked = new CountDownLatch(1);
			answer.set(bothAsked);
			List<Reply<Long>> replies = List.of(there.current(), there.current());
			bothAsked.countDown();
			replies.forEach(Reply::await);
			assertThat(asked).as("shared again").hasValue(before + 1);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
