package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.lease.LeaseFlight;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers for whom the load under the lease and the one that their JVM shares both take
 * longer than they wait.
 */
@ExtendWith(TestCachesExtension.class)
@Tag("slow")
class WaitLimitTests {

	/**
	 * Less than a manager's caches admit, for no lease is lost here; but more than a
	 * machine pauses for, as what happens in one wait must not reach into the next.
	 */
	private static final Duration WAIT_LIMIT = Duration.ofMillis(1200);

	private static final int WAITERS = 20;

	private final AtomicInteger loads = new AtomicInteger();

	private final CountDownLatch holderMayEnd = new CountDownLatch(1);

	private final CountDownLatch driverMayEnd = new CountDownLatch(1);

	private final CacheContext context;

	private volatile boolean holderFails;

	WaitLimitTests(TestCaches caches) {
		this.context = caches.cache().context();
	}

	@AfterEach
	void endLoads() {
		this.holderMayEnd.countDown();
		this.driverMayEnd.countDown();
	}

	@Test
	void takeWhatWasStoredMeanwhile() {
		List<Future<Object>> callers = loadTwice();
		this.holderMayEnd.countDown();
		awaitAllButTheDriver(callers);
		assertThat(callers.stream().map(Callers::await).filter(Book.DUNE::equals)).hasSize(WAITERS);
		assertThat(this.loads).hasValue(2);
	}

	@Test
	void loadOnceIfTheLeaseIsFreeByThen() {
		this.holderFails = true;
		List<Future<Object>> callers = loadTwice();
		this.holderMayEnd.countDown();
		awaitAllButTheDriver(callers);
		assertThat(this.loads).hasValue(3);
		assertThat(new MemcachedCache(this.context).get("k", Book.class)).isEqualTo(Book.DUNE);
	}

	@ParameterizedTest
	@EnumSource
	void takeWhatWasStoredWhileTheyWaitedForTheLoadBeforeTheirs(Way way) {
		List<Future<Object>> callers = loadTwice();
		AtomicInteger gaveUp = new AtomicInteger();
		MemcachedCache cache = impatient(gaveUp);
		List<Future<Object>> late = Callers.startAll(2, () -> way.get(cache, this::load));
		Callers.awaitUntil(() -> gaveUp.get() >= 2);
		this.holderMayEnd.countDown();
		assertThat(late.stream().map(Callers::await)).containsOnly(Book.DUNE);
		awaitAllButTheDriver(callers);
		assertThat(this.loads).hasValue(2);
	}

	@Test
	void areForgottenByALoadThatTheyGaveUpOn() {
		Future<Object> holder = loadTwice().get(0);
		MemcachedKey key = this.context.store().key("k");
		Lookup stub = this.context.store().find(key).await();
		LeaseFlight<Loaded> flight = this.context.leases().find(key, stub.token(), stub.generation());
		Callers.awaitUntil(() -> Integer.valueOf(0).equals(ReflectionTestUtils.invokeMethod(flight, "passengerCount")));
		assertThat(holder.isDone()).isFalse();
	}

	/** Returns when a holder and a driver load, and all others wait for the driver. */
	private List<Future<Object>> loadTwice() {
		AtomicInteger gaveUp = new AtomicInteger();
		MemcachedCache cache = impatient(gaveUp);
		List<Future<Object>> callers = new ArrayList<>();
		callers.add(Callers.start(() -> Way.BLOCKING.get(cache, this::load)));
		Callers.awaitUntil(() -> this.loads.get() == 1);
		Stream.of(Way.values())
			.forEach((way) -> callers.addAll(Callers.startAll(WAITERS / 2, () -> way.get(cache, this::load))));
		Callers.awaitUntil(() -> gaveUp.get() >= WAITERS && this.loads.get() == 2);
		return callers;
	}

	private MemcachedCache impatient(AtomicInteger gaveUp) {
		LoadWaitListener.Caller caller = () -> (inTime) -> gaveUp.addAndGet(inTime ? 0 : 1);
		return new MemcachedCache(new CacheContext(this.context.name(), this.context.operations(),
				this.context.configuration().waitLimit(WAIT_LIMIT), this.context.store(), this.context.statistics(),
				this.context.failurePolicy(), this.context.writes(), this.context.threads(), this.context.leases(),
				this.context.unstoredLoads(), this.context.refreshes(), (name, key) -> caller));
	}

	private Book load() throws Exception {
		return switch (this.loads.incrementAndGet()) {
			case 1 -> {
				this.holderMayEnd.await(Callers.PATIENCE_SECONDS, TimeUnit.SECONDS);
				if (this.holderFails) {
					throw new IllegalStateException("The load under the lease fails");
				}
				yield Book.DUNE;
			}
			case 2 -> {
				this.driverMayEnd.await(Callers.PATIENCE_SECONDS, TimeUnit.SECONDS);
				yield Book.EMMA;
			}
			default -> Book.DUNE;
		};
	}

	private void awaitAllButTheDriver(List<Future<Object>> callers) {
		Callers.awaitUntil(() -> callers.stream().filter(Future::isDone).count() == WAITERS);
		this.driverMayEnd.countDown();
	}

	enum Way {

		BLOCKING {

			@Override
			Object get(MemcachedCache cache, Callable<Book> loader) {
				return cache.get("k", loader);
			}

		},

		ASYNCHRONOUS {

			@Override
			Object get(MemcachedCache cache, Callable<Book> loader) {
				return cache.retrieve("k", () -> {
					CompletableFuture<Book> future = new CompletableFuture<>();
					Callers.start(() -> future.complete(loader.call()));
					return future;
				}).join();
			}

		};

		abstract Object get(MemcachedCache cache, Callable<Book> loader);

	}

}
