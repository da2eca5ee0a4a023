package io.github.memcachedspring.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.client.chaos.ChaosOperations;
import io.github.memcachedspring.client.chaos.MemcachedChaos;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link CommandTimers}, each by waiting and by subscribing.
 */
@ParameterizedClass
@ValueSource(booleans = { true, false })
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
class CommandTimersTests {

	private static final Expiration MINUTE = Expiration.after(Duration.ofMinutes(1));

	private static final byte[] VALUE = { 1, 2, 3 };

	@Parameter
	private boolean waiting;

	private final MemcachedServer server;

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final CommandTimers timers = new CommandTimers();

	private final MemcachedChaos chaos = new MemcachedChaos();

	private final ExecutorService executor = Executors.newSingleThreadExecutor();

	private final MemcachedKey key = KeySpace.of("", "timed", "tests").key("key-" + System.nanoTime());

	private final MemcachedKey absent = KeySpace.of("", "timed", "tests").key("absent-" + System.nanoTime());

	private XMemcachedOperations engine;

	private MemcachedOperations operations;

	CommandTimersTests(MemcachedServer server) {
		this.server = server;
	}

	@BeforeEach
	void connect() {
		this.engine = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(this.server.node())).timeout(Duration.ofSeconds(20)));
		Awaitility.await().until(() -> this.engine.isConnected(this.server.node()));
		this.operations = this.timers.on(new ChaosOperations(this.engine, this.chaos, Duration.ofMillis(20)), "main");
	}

	@AfterEach
	void close() {
		this.engine.close();
		this.executor.shutdownNow();
	}

	@Test
	void tellsCommandsAndWhatBecameOfThem() {
		this.timers.recordIn(this.registry);
		result(this.operations.add(this.key, VALUE, MINUTE));
		result(this.operations.add(this.key, VALUE, MINUTE));
		result(this.operations.get(this.key));
		result(this.operations.getForRefresh(this.key, Duration.ofSeconds(2)));
		result(this.operations.get(this.absent));
		result(this.operations.getAndTouch(this.key, MINUTE));
		result(this.operations.put(this.key, VALUE, MINUTE));
		result(this.operations.touch(this.key, MINUTE));
		result(this.operations.touch(this.absent, MINUTE));
		result(this.operations.evict(this.key));
		result(this.operations.evict(this.key));
		assertThat(counts()).containsExactlyInAnyOrder("add not-stored 1", "add stored 1", "delete deleted 1",
				"delete not-found 1", "gat hit 1", "get hit 2", "get miss 1", "set stored 1", "touch not-found 1",
				"touch touched 1");
	}

	@Test
	void tellsConditionalCommands() {
		this.timers.recordIn(this.registry);
		Item stub = result(this.operations.getWithLease(this.key, MINUTE));
		var renewed = result(this.operations.renewLease(this.key, MINUTE, stub.token()));
		assertThat(result(this.operations.renewLease(this.key, MINUTE, stub.token()))).isNull();
		result(this.operations.fill(this.key, VALUE, MINUTE, stub.token()));
		assertThat(result(this.operations.fill(this.key, VALUE, MINUTE, renewed))).isEqualTo(StoreResult.STORED);
		result(this.operations.evictIfUnchanged(this.key, renewed));
		result(this.operations.compareAndDelete(this.key, renewed));
		result(this.operations.markStaleIfUnchanged(this.key, MINUTE, result(this.operations.get(this.key)).token()));
		result(this.operations.compareAndSet(this.key, VALUE, MINUTE, renewed));
		assertThat(counts()).containsExactlyInAnyOrder("get miss 1", "cas stored 2", "cas not-stored 1", "cas exists 2",
				"delete not-deleted 2", "get hit 1", "delete deleted 1");
	}

	@Test
	void tellsCountersAndQuestionsAboutTheNode() {
		this.timers.recordIn(this.registry);
		result(this.operations.count(this.key, Counting.increment(1).orCreate(5, MINUTE)));
		result(this.operations.count(this.key, Counting.decrement(1)));
		result(this.operations.count(this.absent, Counting.decrement(1)));
		NodeOperations node = this.operations.on(this.server.node());
		result(node.ping());
		result(node.version());
		result(node.stats());
		assertThat(counts()).containsExactlyInAnyOrder("incr success 1", "decr success 1", "decr not-found 1",
				"noop success 1", "version success 1", "stats success 1");
	}

	@Test
	void tellsTheKindOfFailure() {
		this.timers.recordIn(this.registry);
		this.chaos.hang(true);
		assertThat(catchThrowable(() -> result(this.operations.get(this.key)))).isInstanceOf(MemcachedException.class);
		this.chaos.hang(false).errorRate(1);
		assertThat(catchThrowable(() -> result(this.operations.evict(this.key))))
			.isInstanceOf(MemcachedException.class);
		this.chaos.reset();
		result(this.operations.put(this.key, VALUE, MINUTE));
		assertThat(catchThrowable(() -> result(this.operations.count(this.key, Counting.increment(1)))))
			.isInstanceOf(MemcachedException.class);
		assertThat(catchThrowable(() -> result(this.operations.put(this.key, new byte[2 << 20], MINUTE))))
			.isInstanceOf(MemcachedException.class);
		assertThat(counts()).containsExactlyInAnyOrder("get timeout 1", "delete connection 1", "set stored 1",
				"incr server 1", "set too-large 1");
		assertThat(this.registry.get(CommandTimers.NAME)
			.tag("outcome", "timeout")
			.timer()
			.totalTime(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(20);
	}

	@Test
	void measuresEachKeyOfABulkRead() {
		this.timers.recordIn(this.registry);
		result(this.operations.putAll(Map.of(this.key, VALUE), (any) -> MINUTE));
		result(this.operations.getAll(List.of(this.key, this.absent)));
		assertThat(counts()).containsExactlyInAnyOrder("set stored 1", "get hit 1", "get miss 1");
	}

	@Test
	void measuresUntilTheAnswerIsTakenIn() {
		this.timers.recordIn(this.registry);
		this.chaos.latency(Duration.ofMillis(5));
		Reply<@Nullable Item> reply = this.operations.get(this.absent);
		assertThat(counts()).isEmpty();
		result(reply);
		Timer timer = this.registry.get(CommandTimers.NAME).timer();
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(5);
		assertThat(timer.getId().getTag("cluster")).isEqualTo("main");
		assertThat(timer.getId().getTag("node")).isEqualTo(this.server.node().toString());
		assertThat(timer.getId().getTags()).hasSize(4);
	}

	@Test
	void doesNotMeasureWhatIsSentBeforeThereIsARegistry() {
		Reply<@Nullable Item> early = this.operations.get(this.absent);
		this.timers.recordIn(this.registry);
		result(early);
		assertThat(counts()).isEmpty();
		result(this.operations.get(this.absent));
		assertThat(counts()).containsExactly("get miss 1");
	}

	private List<String> counts() {
		return this.registry.find(CommandTimers.NAME)
			.timers()
			.stream()
			.map((timer) -> "%s %s %d".formatted(timer.getId().getTag("command"), timer.getId().getTag("outcome"),
					timer.count()))
			.toList();
	}

	private <T extends @Nullable Object> T result(Reply<T> reply) {
		if (this.waiting) {
			return reply.await();
		}
		try {
			return reply.toFuture(this.executor).join();
		}
		catch (CompletionException ex) {
			throw (RuntimeException) ex.getCause();
		}
	}

}
