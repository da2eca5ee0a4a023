package io.github.memcachedspring.lease;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;

/**
 * The leases of one JVM of a fleet, with connections and threads of its own.
 */
final class TestJvm implements AutoCloseable {

	/** Longer than anything takes on a machine that is busy with other things. */
	static final Duration PATIENCE = Duration.ofSeconds(30);

	static final String TIMER_THREAD = "timer";

	static final Expiration MINUTE = Expiration.after(Duration.ofMinutes(1));

	private static final KeySpace SPACE = KeySpace.of("", "test", "lease");

	static {
		// At the default level the driver describes every write.
		for (String name : List.of("com.google.code.yanf4j", "net.rubyeye.xmemcached", "remoting")) {
			((Logger) LoggerFactory.getLogger(name)).setLevel(Level.ERROR);
		}
		((Logger) LoggerFactory.getLogger("io.github.memcachedspring")).setLevel(Level.INFO);
	}

	final XMemcachedOperations operations;

	final Leases<String> leases;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(named(TIMER_THREAD));

	private TestJvm(XMemcachedOperations operations, UnaryOperator<MemcachedOperations> decorator, Duration lease) {
		this.operations = operations;
		this.leases = new Leases<>(decorator.apply(operations), lease, this.timer);
	}

	static TestJvm start(MemcachedNode node, Duration lease) {
		return start(node, lease, UnaryOperator.identity());
	}

	static TestJvm start(MemcachedNode node, Duration lease, UnaryOperator<MemcachedOperations> decorator) {
		XMemcachedOperations operations = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(node)).timeout(Duration.ofSeconds(10)));
		waitUntil(() -> operations.isConnected(node));
		return new TestJvm(operations, decorator, lease);
	}

	private static ThreadFactory named(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

	static MemcachedKey key(String name) {
		return SPACE.key(name);
	}

	static void waitUntil(Callable<Boolean> condition) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.atMost(PATIENCE)
			.until(condition);
	}

	static <T extends @Nullable Object> T get(CompletableFuture<T> future) {
		try {
			return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError("Nothing came of it", ex);
		}
	}

	/** Takes part in the lease like any caller of a cache that reads. */
	Item read(MemcachedKey key) {
		return this.operations.getWithLease(key, this.leases.stub()).await();
	}

	/** The token of the key as it is now, on the connection of this JVM. */
	CasToken token(MemcachedKey key) {
		return Objects.requireNonNull(this.operations.get(key).await()).token();
	}

	boolean isFree(MemcachedKey key) {
		return this.operations.get(key).await() == null;
	}

	CasToken win(MemcachedKey key) {
		Item item = read(key);
		if (!item.won()) {
			throw new AssertionError("Somebody else won: " + item);
		}
		return item.token();
	}

	LeaseFlight<String> winAndDepart(MemcachedKey key) {
		return this.leases.depart(key, win(key), 1);
	}

	/** Waits for a lease that somebody else holds by now. */
	CompletableFuture<News<String>> await(MemcachedKey key) {
		return this.leases.await(key, token(key), 1);
	}

	void put(MemcachedKey key, String value, Duration timeToLive) {
		this.operations.put(key, value.getBytes(StandardCharsets.UTF_8), Expiration.after(timeToLive)).await();
	}

	@Nullable String value(MemcachedKey key) {
		return text(this.operations.get(key).await());
	}

	static @Nullable String text(@Nullable Item item) {
		return (item != null) ? new String(item.value(), StandardCharsets.UTF_8) : null;
	}

	/** Stores by whatever token the flight has. */
	StoreResult store(LeaseFlight<String> flight, String value) {
		return storing(flight, value).await();
	}

	Reply<StoreResult> storing(LeaseFlight<String> flight, String value) {
		return flight.store(
				(token) -> this.operations.fill(flight.key(), value.getBytes(StandardCharsets.UTF_8), MINUTE, token));
	}

	void closeTimer() {
		this.timer.shutdownNow();
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.operations.close();
	}

}
