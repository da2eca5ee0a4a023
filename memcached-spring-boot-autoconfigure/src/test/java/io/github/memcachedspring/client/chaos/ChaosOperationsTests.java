package io.github.memcachedspring.client.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.MemcachedTimeoutException;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that what is ordered happens, each by waiting and by subscribing.
 */
@ParameterizedClass
@EnumSource
@ExtendWith(MemcachedServerExtension.class)
class ChaosOperationsTests {

	private static final Duration TIMEOUT = Duration.ofMillis(400);

	private static final Expiration MINUTE = Expiration.after(Duration.ofMinutes(1));

	private static final byte[] VALUE = { 1, 2, 3 };

	private static final String CONSUMERS = "chaos-consumer";

	@Parameter
	private Way way;

	private final MemcachedServer server;

	private final MemcachedChaos chaos = new MemcachedChaos();

	private final ExecutorService executor = Executors.newFixedThreadPool(2, (task) -> new Thread(task, CONSUMERS));

	private final MemcachedKey key = KeySpace.of("", "chaos", "tests").key("key-" + System.nanoTime());

	private XMemcachedOperations engine;

	private MemcachedOperations operations;

	ChaosOperationsTests(MemcachedServer server) {
		this.server = server;
	}

	@BeforeEach
	void connect() {
		// Longer than ours, so that a timeout can only be one that was ordered.
		this.engine = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(this.server.node())).timeout(Duration.ofSeconds(20)));
		Awaitility.await().until(() -> this.engine.isConnected(this.server.node()));
		this.operations = new ChaosOperations(this.engine, this.chaos, TIMEOUT);
	}

	@AfterEach
	void close() {
		this.engine.close();
		this.executor.shutdownNow();
	}

	@Test
	void doesNothingUntilItIsOrdered() {
		put();
		assertThat(get()).isEqualTo(VALUE);
		assertThat(result(this.operations.evict(this.key))).isTrue();
		assertThat(this.chaos.getStatistics()).isEqualTo(new ChaosStatistics(0, 0, 0, 0));
		assertThat(this.chaos.isOff()).isTrue();
	}

	@Test
	void repliesComeLater() {
		put();
		this.chaos.latency(Duration.ofMillis(150));
		assertThat(time(this::get)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
		assertThat(get()).isEqualTo(VALUE);
		assertThat(this.chaos.getStatistics()).isEqualTo(new ChaosStatistics(2, 0, 0, 0));
	}

	/** As on a slow network, where what is under way is under way together. */
	@Test
	void latencyOfPipelinedCommandsDoesNotAddUp() {
		put();
		this.chaos.latency(Duration.ofMillis(300));
		Duration time = time(() -> {
			List<Reply<@Nullable Item>> replies = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				replies.add(this.operations.get(this.key));
			}
			replies.forEach(this::result);
		});
		assertThat(time).isLessThan(Duration.ofMillis(20 * 300));
		assertThat(this.chaos.getStatistics().delayed()).isEqualTo(20);
	}

	@Test
	void jitterMakesLatencyDiffer() {
		MemcachedChaos seeded = new MemcachedChaos(42).latency(Duration.ofMillis(10), Duration.ofMillis(20));
		Disturbance disturbance = seeded.ordered(this.server.node());
		List<Long> delays = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			delays.add(disturbance.delayNanos(seeded.random()));
		}
		assertThat(delays).allMatch((delay) -> delay >= 10_000_000 && delay <= 30_000_000)
			.anyMatch((delay) -> delay < 12_000_000)
			.anyMatch((delay) -> delay > 28_000_000);
	}

	@Test
	void latencyFromTheTimeoutOnIsATimeoutAndTheCommandIsExecuted() {
		this.chaos.latency(TIMEOUT);
		Reply<?> reply = this.operations.put(this.key, VALUE, MINUTE);
		MemcachedException failure = failure(reply);
		assertThat(failure).isInstanceOf(MemcachedTimeoutException.class)
			.hasMessageContaining("within 400 ms")
			.hasMessageContaining(this.server.node().toString());
		assertThat(failure.isExecutionUnknown()).isTrue();
		assertThat(this.chaos.getStatistics()).isEqualTo(new ChaosStatistics(0, 1, 0, 0));
		this.chaos.reset();
		assertThat(get()).isEqualTo(VALUE);
	}

	@Test
	void waitsForOneTimeoutHoweverLongTheLatency() {
		this.chaos.latency(Duration.ofDays(1));
		assertThat(time(() -> failure(this.operations.get(this.key)))).isBetween(TIMEOUT, Duration.ofSeconds(10));
	}

	@Test
	void sendsNothingThatHangs() {
		put();
		this.chaos.hang(true);
		assertThat(time(() -> {
			MemcachedException failure = failure(this.operations.evict(this.key));
			assertThat(failure).isInstanceOf(MemcachedTimeoutException.class);
			assertThat(failure.getNode()).isEqualTo(this.server.node());
			assertThat(failure.isExecutionUnknown()).isTrue();
		})).isBetween(TIMEOUT, Duration.ofSeconds(10));
		assertThat(this.chaos.getStatistics()).isEqualTo(new ChaosStatistics(0, 0, 1, 0));
		this.chaos.hang(false);
		assertThat(get()).isEqualTo(VALUE);
	}

	@Test
	void failsAtOnceWithoutSending() {
		put();
		this.chaos.errorRate(1);
		MemcachedException failure = failure(this.operations.evict(this.key));
		assertThat(failure).isInstanceOf(MemcachedConnectionException.class)
			.hasMessageContaining("'%s'".formatted(this.server.node()))
			.hasMessageContaining("chaos");
		assertThat(failure.isExecutionUnknown()).isFalse();
		assertThat(this.chaos.getStatistics()).isEqualTo(new ChaosStatistics(0, 0, 0, 1));
		this.chaos.reset();
		assertThat(get()).isEqualTo(VALUE);
	}

	@Test
	void failsTheShareThatIsOrderedAndTheSameOneForTheSameSeed() {
		assertThat(failures(7)).isEqualTo(failures(7)).isBetween(60, 140);
		assertThat(new MemcachedChaos(7)).hasToString("MemcachedChaos[nothing; seed 7]");
	}

	private int failures(long seed) {
		MemcachedOperations seeded = new ChaosOperations(this.engine, new MemcachedChaos(seed).errorRate(0.5), TIMEOUT);
		int failures = 0;
		for (int i = 0; i < 200; i++) {
			try {
				result(seeded.get(this.key));
			}
			catch (MemcachedConnectionException ex) {
				failures++;
			}
		}
		return failures;
	}

	@Test
	void disturbsEveryVerb() {
		this.chaos.errorRate(1);
		NodeOperations node = this.operations.on(this.server.node());
		List<Supplier<Reply<?>>> verbs = new ArrayList<>(List.of(node::ping, node::version, node::stats));
		for (MemcachedOperations target : List.of(this.operations, node, node.on(this.server.node()))) {
			verbs.addAll(List.of(() -> target.get(this.key), () -> target.getWithLease(this.key, MINUTE),
					() -> target.getForRefresh(this.key, Duration.ofSeconds(2)),
					() -> target.getAndTouch(this.key, MINUTE), () -> target.put(this.key, VALUE, MINUTE),
					() -> target.add(this.key, VALUE, MINUTE), () -> target.touch(this.key, MINUTE),
					() -> target.evict(this.key), () -> target.count(this.key, Counting.increment(1))));
		}
		verbs.forEach((verb) -> assertThat(failure(verb.get())).isInstanceOf(MemcachedConnectionException.class));
		assertThat(result(this.operations.getAll(List.of(this.key))).failures()).hasSize(1);
		assertThat(this.chaos.getStatistics()).isEqualTo(new ChaosStatistics(0, 0, 0, verbs.size() + 1));
	}

	@Test
	void disturbsVerbsWithATokenAndLetsTokensHoldAfterwards() {
		put();
		Item item = result(this.operations.get(this.key));
		assertThat(item).isNotNull();
		this.chaos.errorRate(1);
		List<Supplier<Reply<?>>> verbs = List.of(() -> this.operations.fill(this.key, VALUE, MINUTE, item.token()),
				() -> this.operations.compareAndSet(this.key, VALUE, MINUTE, item.token()),
				() -> this.operations.renewLease(this.key, MINUTE, item.token()),
				() -> this.operations.markStaleIfUnchanged(this.key, MINUTE, item.token()),
				() -> this.operations.evictIfUnchanged(this.key, item.token()));
		verbs.forEach((verb) -> assertThat(failure(verb.get())).isInstanceOf(MemcachedConnectionException.class));
		this.chaos.reset();
		assertThat(result(this.operations.evictIfUnchanged(this.key, item.token()))).isTrue();
	}

	@Test
	void disturbsOnlyTheNodesThatAreGiven() {
		put();
		MemcachedNode other = new MemcachedNode("elsewhere", 1);
		this.chaos.on(other).hang(true);
		assertThat(get()).isEqualTo(VALUE);
		this.chaos.on(this.server.node(), other).hang(false).errorRate(1);
		assertThat(failure(this.operations.get(this.key))).isInstanceOf(MemcachedConnectionException.class);
		this.chaos.on(this.server.node()).reset();
		assertThat(get()).isEqualTo(VALUE);
		assertThat(this.chaos.isOff()).isFalse();
		this.chaos.reset();
		assertThat(this.chaos.isOff()).isTrue();
	}

	@Test
	void whatIsOrderedForAllHoldsForNodesThatSomethingElseIsOrderedForToo() {
		this.chaos.on(this.server.node()).latency(Duration.ofMillis(50));
		this.chaos.errorRate(1);
		assertThat(failure(this.operations.get(this.key))).isInstanceOf(MemcachedConnectionException.class);
		this.chaos.errorRate(0);
		put();
		assertThat(this.chaos.getStatistics()).isEqualTo(new ChaosStatistics(1, 0, 0, 1));
	}

	@Test
	void keepsTheInterruptFlagAndIsNotCutShort() {
		this.chaos.hang(true);
		Thread.currentThread().interrupt();
		try {
			assertThat(time(() -> assertThatExceptionOfType(MemcachedTimeoutException.class)
				.isThrownBy(() -> this.operations.get(this.key).await()))).isGreaterThanOrEqualTo(TIMEOUT);
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void refusesWhatCannotBe() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.chaos.errorRate(1.1))
			.withMessage("'errorRate' must be 0 to 1: 1.1");
		assertThatIllegalArgumentException().isThrownBy(() -> this.chaos.errorRate(Double.NaN));
		assertThatIllegalArgumentException().isThrownBy(() -> this.chaos.latency(Duration.ofMillis(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.chaos.on());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ChaosOperations(this.engine, this.chaos, Duration.ZERO));
		assertThat(this.chaos.isOff()).isTrue();
	}

	private void put() {
		result(this.operations.put(this.key, VALUE, MINUTE));
	}

	private byte @Nullable [] get() {
		Item item = result(this.operations.get(this.key));
		return (item != null) ? item.value() : null;
	}

	private <T extends @Nullable Object> T result(Reply<T> reply) {
		return this.way.result(reply, this.executor);
	}

	private MemcachedException failure(Reply<?> reply) {
		MemcachedException failure = catchThrowableOfType(MemcachedException.class, () -> result(reply));
		assertThat(failure).isNotNull();
		return failure;
	}

	private static Duration time(Runnable action) {
		long start = System.nanoTime();
		action.run();
		return Duration.ofNanos(System.nanoTime() - start);
	}

	enum Way {

		AWAIT {

			@Override
			<T extends @Nullable Object> T result(Reply<T> reply, ExecutorService executor) {
				return reply.await();
			}

		},

		SUBSCRIBE {

			@Override
			<T extends @Nullable Object> T result(Reply<T> reply, ExecutorService executor) {
				Reply<T> witnessed = reply.map((result) -> {
					assertThat(Thread.currentThread().getName()).isEqualTo(CONSUMERS);
					return result;
				});
				try {
					return witnessed.toFuture(executor).join();
				}
				catch (CompletionException ex) {
					throw (RuntimeException) ex.getCause();
				}
			}

		};

		abstract <T extends @Nullable Object> T result(Reply<T> reply, ExecutorService executor);

	}

}
