package io.github.memcachedspring.client.xmemcached;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.code.yanf4j.nio.impl.SelectorManager;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeListener;
import io.github.memcachedspring.test.MemcachedServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Errors on threads that all connections share. What a shortage of memory or threads
 * throws is thrown here by callers' code, at a moment that is known. It is no
 * OutOfMemoryError, for one that reached JUnit would end the JVM.
 */
class EscapedErrorTests {

	private static final Executor BROKEN = (task) -> {
		throw new Error("unable to create native thread");
	};

	private static final int LIMIT = 20;

	private final MemcachedServer server = MemcachedServer.start();

	private final XMemcachedOperations operations = Engines
		.connect(Engines.settings(this.server.node()).maxInFlight(LIMIT));

	private final MemcachedKey key = Engines.key("any");

	private List<Thread> reactors = List.of();

	@BeforeEach
	void lookForReactors() {
		this.reactors = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("Xmemcached-Reactor"))
			.toList();
	}

	@AfterEach
	void close() {
		assertThat(this.reactors).isNotEmpty().allMatch(Thread::isAlive);
		this.operations.close();
		this.server.close();
	}

	@Test
	void anExecutorThatFailsCostsItsConsumerTheAnswerAndNobodyElseAnything() throws Exception {
		NodeSession session = this.operations.connection(this.key).session();
		RuntimeException failure = failureOnExecutor(BROKEN);
		assertThat(failure).isInstanceOf(MemcachedConnectionException.class).hasCauseInstanceOf(Error.class);
		failure = failureOnExecutor((task) -> {
			throw new IllegalStateException("no context for the task");
		});
		assertThat(failure).hasCauseInstanceOf(IllegalStateException.class);
		assertThat(this.operations.get(this.key).await()).isNull();
		assertThat(this.operations.connection(this.key).session()).isSameAs(session);
	}

	@Test
	void anErrorOfAConsumerCostsNobodyAnything() {
		NodeSession session = this.operations.connection(this.key).session();
		this.server.pause();
		this.operations.get(this.key).subscribe(Runnable::run, (item, failure) -> {
			throw new StackOverflowError();
		});
		this.server.resume();
		assertThat(this.operations.get(this.key).await()).isNull();
		assertThat(this.operations.connection(this.key).session()).isSameAs(session);
	}

	/** As a pool without threads does that puts the task in its queue first. */
	@Test
	void aConsumerIsToldOnceAlsoIfTheExecutorThatFailedKeepsTheTask() throws Exception {
		Queue<Runnable> kept = new ConcurrentLinkedQueue<>();
		AtomicInteger told = new AtomicInteger();
		this.operations.get(this.key).subscribe((task) -> {
			kept.add(task);
			throw new Error("unable to create native thread");
		}, (item, failure) -> told.incrementAndGet());
		waitUntil(() -> told.get() > 0);
		kept.remove().run();
		assertThat(told).hasValue(1);
	}

	@Test
	void aNodeIsConnectedToAgainWhateverIsThrownWhenItsConnectionIsLost() throws Exception {
		this.operations.addListener(new NodeListener() {

			@Override
			public void connected(MemcachedNode node) {
				throw new StackOverflowError();
			}

			@Override
			public void disconnected(MemcachedNode node, @Nullable Throwable cause) {
				throw new StackOverflowError();
			}

		});
		this.server.pause();
		List<CompletableFuture<RuntimeException>> failures = new ArrayList<>();
		for (int i = 0; i < LIMIT; i++) {
			failures.add(subscribe(BROKEN));
		}
		this.server.kill();
		this.server.restart();
		for (CompletableFuture<RuntimeException> failure : failures) {
			assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(MemcachedConnectionException.class);
		}
		waitUntil(this::works);
	}

	@Test
	void aConnectionThatWasClosedWithoutTellingIsMadeAgain() {
		NodeSession session = this.operations.connection(this.key).session();
		session.setClosed(true);
		waitUntil(() -> this.operations.connection(this.key).session() != session && works());
	}

	@Test
	@SuppressWarnings("NullAway") // stands for whatever goes wrong there
	void whatCouldNotBeWrittenDownDoesNotCountAsInFlight() {
		NodeSession session = this.operations.connection(this.key).session();
		for (int i = 0; i < LIMIT; i++) {
			assertThatExceptionOfType(NullPointerException.class)
				.isThrownBy(() -> session.send("mg", this.key.toWire(), null, null));
		}
		assertThat(this.operations.get(this.key).await()).isNull();
	}

	@Test
	void whatTheDriverDidNotTakeFailsAndDoesNotCountAsInFlight() {
		NodeSession session = this.operations.connection(this.key).session();
		long removals = this.server.stat("delete_misses");
		Object reactor = session.getAttribute(SelectorManager.REACTOR_ATTRIBUTE);
		session.setAttribute(SelectorManager.REACTOR_ATTRIBUTE, "makes the driver throw");
		for (int i = 0; i < LIMIT; i++) {
			assertThatExceptionOfType(MemcachedConnectionException.class)
				.isThrownBy(() -> this.operations.evict(this.key).await())
				.withCauseInstanceOf(ClassCastException.class);
		}
		session.setAttribute(SelectorManager.REACTOR_ATTRIBUTE, reactor);
		assertThat(this.operations.get(this.key).await()).isNull();
		assertThat(this.server.stat("delete_misses")).isEqualTo(removals);
	}

	private boolean works() {
		try {
			return this.operations.get(this.key).await() == null;
		}
		catch (MemcachedConnectionException ex) {
			return false;
		}
	}

	private RuntimeException failureOnExecutor(Executor executor) throws Exception {
		this.server.pause();
		CompletableFuture<RuntimeException> failure = subscribe(executor);
		this.server.resume();
		return failure.get(20, TimeUnit.SECONDS);
	}

	private CompletableFuture<RuntimeException> subscribe(Executor executor) {
		CompletableFuture<RuntimeException> told = new CompletableFuture<>();
		this.operations.get(this.key).subscribe(executor, (item, failure) -> told.complete(failure));
		return told;
	}

}
