package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.BulkResult;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedTimeoutException;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.test.MemcachedServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.text;
import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that nobody waits for.
 */
class SubscribeTests {

	private static final String CONSUMERS = "consumer";

	private static final Executor REJECTING = (task) -> {
		throw new RejectedExecutionException("full");
	};

	private final MemcachedServer server = MemcachedServer.start();

	private final XMemcachedOperations operations = Engines.connect(this.server.node());

	private final ExecutorService executor = Executors.newFixedThreadPool(2, (task) -> new Thread(task, CONSUMERS));

	private final MemcachedKey key = Engines.key("subscribed");

	@AfterEach
	void close() {
		this.executor.shutdownNow();
		this.operations.close();
		this.server.close();
	}

	@Test
	void completesOnTheConsumersThreads() throws Exception {
		this.operations.put(this.key, bytes("value"), MINUTE).await();
		for (int i = 0; i < 200; i++) {
			Outcome hit = outcome(this.operations.get(this.key), this.executor);
			assertThat(hit.thread()).isEqualTo(CONSUMERS);
			assertThat(text((Item) hit.result())).isEqualTo("value");
			Outcome miss = outcome(this.operations.get(Engines.key("absent")), this.executor);
			assertThat(miss).isEqualTo(new Outcome(CONSUMERS, null, null));
		}
	}

	@Test
	void runsEveryStepOnTheConsumersThreads() throws Exception {
		Reply<String> reply = this.operations.put(this.key, bytes("value"), MINUTE)
			.flatMap((result) -> this.operations.get(this.key))
			.map((item) -> Thread.currentThread().getName());
		assertThat(outcome(reply, this.executor)).isEqualTo(new Outcome(CONSUMERS, CONSUMERS, null));
	}

	@Test
	void completesFuturesOnTheConsumersThreads() throws Exception {
		this.server.pause();
		CompletableFuture<@Nullable Item> future = this.operations.get(this.key).toFuture(this.executor);
		CompletableFuture<String> dependent = future.handle((item, failure) -> Thread.currentThread().getName());
		this.server.resume();
		assertThat(dependent.get(20, TimeUnit.SECONDS)).isEqualTo(CONSUMERS);
	}

	@Test
	void tellsSubscribersOfTimeouts() throws Exception {
		try (XMemcachedOperations hasty = hasty()) {
			this.server.pause();
			Outcome outcome = outcome(hasty.get(this.key), this.executor);
			assertThat(outcome.thread()).isEqualTo(CONSUMERS);
			assertThat(outcome.failure()).isInstanceOf(MemcachedTimeoutException.class);
		}
	}

	private XMemcachedOperations hasty() {
		return Engines.connect(Engines.settings(this.server.node()).timeout(Duration.ofMillis(800)));
	}

	@Test
	void tellsSubscribersOfALostConnection() throws Exception {
		this.server.pause();
		Reply<@Nullable Item> reply = this.operations.get(this.key);
		CompletableFuture<Outcome> outcome = subscribe(reply, this.executor);
		this.server.kill();
		assertThat(outcome.get(20, TimeUnit.SECONDS).thread()).isEqualTo(CONSUMERS);
		assertThat(outcome.get().failure()).isInstanceOf(MemcachedConnectionException.class);
		waitUntil(() -> !this.operations.isConnected(this.server.node()));
		Outcome next = outcome(this.operations.get(this.key), this.executor);
		assertThat(next.thread()).isEqualTo(CONSUMERS);
		assertThat(next.failure()).isInstanceOf(MemcachedConnectionException.class);
	}

	@Test
	void tellsSubscribersThatTheClientWasClosed() throws Exception {
		this.server.pause();
		CompletableFuture<Outcome> outcome = subscribe(this.operations.get(this.key), this.executor);
		this.operations.close();
		assertThat(outcome.get(20, TimeUnit.SECONDS).thread()).isEqualTo(CONSUMERS);
		assertThat(outcome.get().failure()).isInstanceOf(MemcachedConnectionException.class);
	}

	@Test
	void completesBulkReadsOnce() throws Exception {
		List<MemcachedKey> keys = IntStream.range(0, 500).mapToObj((i) -> Engines.key("bulk-" + i)).toList();
		Outcome outcome = outcome(this.operations.getAll(keys), this.executor);
		assertThat(outcome.thread()).isEqualTo(CONSUMERS);
		assertThat(((BulkResult<?>) outcome.result()).results()).hasSize(500);
		assertThat(outcome(this.operations.getAll(List.of()), this.executor).thread()).isEqualTo(CONSUMERS);
	}

	/** Else whoever waits for the consumer would wait for ever. */
	@Test
	void tellsTheConsumerThatItsExecutorRefused() throws Exception {
		Outcome answered = outcome(this.operations.get(this.key), REJECTING);
		assertThatWasRefused(answered);
		try (XMemcachedOperations hasty = hasty()) {
			this.server.pause();
			assertThatWasRefused(outcome(hasty.get(this.key), REJECTING));
		}
		CompletableFuture<Outcome> lost = subscribe(this.operations.get(this.key), REJECTING);
		this.operations.close();
		assertThatWasRefused(lost.get(20, TimeUnit.SECONDS));
		assertThat(outcome(this.operations.get(this.key), REJECTING).failure()).isNotNull();
		assertThat(outcome(Reply.of("result"), REJECTING).failure()).isInstanceOf(RejectedExecutionException.class);
		assertThat(outcome(Reply.ofFuture(CompletableFuture.completedFuture("x")), REJECTING).failure())
			.isInstanceOf(RejectedExecutionException.class);
	}

	@Test
	void survivesAnExecutorAndAConsumerThatFail() throws Exception {
		NodeSession session = this.operations.connection(this.key).session();
		this.operations.get(this.key).subscribe((task) -> {
			throw new IllegalStateException("broken executor");
		}, (item, failure) -> {
		});
		this.operations.get(this.key).subscribe(Runnable::run, (item, failure) -> {
			throw new IllegalStateException("broken consumer");
		});
		for (int i = 0; i < 10; i++) {
			assertThat(this.operations.get(this.key).await()).isNull();
		}
		assertThat(this.operations.connection(this.key).session()).isSameAs(session);
	}

	private static void assertThatWasRefused(Outcome outcome) {
		assertThat(outcome.failure()).isInstanceOf(MemcachedException.class)
			.hasCauseInstanceOf(RejectedExecutionException.class);
		assertThat(outcome.thread()).doesNotStartWith("Xmemcached").doesNotStartWith("memcached-timer");
	}

	private static Outcome outcome(Reply<?> reply, Executor executor) throws Exception {
		return subscribe(reply, executor).get(20, TimeUnit.SECONDS);
	}

	private static CompletableFuture<Outcome> subscribe(Reply<?> reply, Executor executor) {
		CompletableFuture<Outcome> future = new CompletableFuture<>();
		reply.subscribe(executor, (result,
				failure) -> assertThat(future.complete(new Outcome(Thread.currentThread().getName(), result, failure)))
					.isTrue());
		return future;
	}

	private record Outcome(String thread, @Nullable Object result, @Nullable RuntimeException failure) {

	}

}
