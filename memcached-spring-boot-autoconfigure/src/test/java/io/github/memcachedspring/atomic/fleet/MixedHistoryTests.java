package io.github.memcachedspring.atomic.fleet;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.memcachedspring.atomic.history.History;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All verbs at the same time, in histories that have to be linearizable.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class MixedHistoryTests {

	private static final int CLIENTS = 3;

	private static final int THREADS_OF_EACH = 4;

	private static final Executor OWN_THREAD = (task) -> new Thread(task).start();

	private final History history = new History();

	private final long seed = System.nanoTime();

	@Test
	void areLinearizableWhileNothingFails(MemcachedServer server) {
		int rounds = Full.rounds(20_000, 1_500);
		List<Client> clients = connect(server.node(), Client.PATIENT);
		run(clients, false, (done) -> done < rounds).join();
		clients.forEach(Client::close);
		assertThat(this.history.unknown()).isZero();
		assertThatNothingIsViolated("Nothing failed");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void areLinearizableWhileTheServerFails(boolean operationIds) {
		AtomicBoolean over = new AtomicBoolean();
		try (Misfortunes misfortunes = new Misfortunes(this.seed)) {
			List<Client> clients = connect(misfortunes.node(), Duration.ofMillis(100));
			CompletableFuture<Void> threads = run(clients, operationIds, (done) -> !over.get());
			misfortunes.happen(Full.seconds(60, 5));
			over.set(true);
			threads.join();
			clients.forEach(Client::close);
			this.history.addToAll(misfortunes.losses());
			assertThat(this.history.unknown()).isPositive();
			assertThatNothingIsViolated("%d restarts, operation ids %s".formatted(misfortunes.losses().size(),
					operationIds ? "on" : "off"));
		}
	}

	private static List<Client> connect(MemcachedNode node, Duration timeout) {
		return Stream.generate(() -> Client.connect(node, timeout)).limit(CLIENTS).toList();
	}

	private CompletableFuture<Void> run(List<Client> clients, boolean operationIds, IntPredicate more) {
		return CompletableFuture.allOf(IntStream.range(0, CLIENTS * THREADS_OF_EACH).mapToObj((i) -> {
			MixedCalls calls = new MixedCalls(clients.get(i % CLIENTS), operationIds, this.history, this.seed + i);
			return CompletableFuture.runAsync(() -> calls.run(more), OWN_THREAD);
		}).toArray(CompletableFuture[]::new));
	}

	private void assertThatNothingIsViolated(String circumstances) {
		System.out.printf("%s: %,d operations, %,d unknown, seed %d%n", circumstances, this.history.size(),
				this.history.unknown(), this.seed);
		assertThat(this.history.size()).isGreaterThan(1_000);
		assertThat(this.history.violations()).as("seed %d", this.seed).isEmpty();
	}

}
