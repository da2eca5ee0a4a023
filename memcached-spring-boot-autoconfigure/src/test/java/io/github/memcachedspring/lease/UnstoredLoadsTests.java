package io.github.memcachedspring.lease;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.lease.UnstoredLoads.Ride;

import static org.assertj.core.api.Assertions.assertThat;

class UnstoredLoadsTests {

	private static final MemcachedKey KEY = TestJvm.key("unstored");

	private final UnstoredLoads<Integer> loads = new UnstoredLoads<>();

	@AfterEach
	void nothingIsKept() {
		assertThat(this.loads.size()).isZero();
	}

	@Test
	void theFirstOneDrivesAndTheOthersShareTheResult() {
		Ride<Integer> driver = join();
		Ride<Integer> passenger = join();
		assertThat(driver.isDriver()).isTrue();
		assertThat(driver.departure()).isCompleted();
		assertThat(passenger.isDriver()).isFalse();
		driver.depart();
		assertThat(passenger.result()).isNotDone();
		driver.land(1);
		assertThat(passenger.result()).isCompletedWithValue(1);
		assertThat(driver.result()).isCompletedWithValue(1);
	}

	@Test
	void keysAreLoadedSideBySide() {
		Ride<Integer> one = join();
		one.depart();
		Ride<Integer> other = this.loads.join(TestJvm.key("other"), System.nanoTime());
		assertThat(other.isDriver()).isTrue();
		assertThat(other.departure()).isCompleted();
		one.land(1);
		other.land(2);
	}

	@Test
	void whoComesWhileALoadRunsSharesTheNextOne() {
		Ride<Integer> running = join();
		running.depart();
		Ride<Integer> next = join();
		Ride<Integer> passenger = join();
		assertThat(next.isDriver()).isTrue();
		assertThat(passenger.isDriver()).isFalse();
		assertThat(next.departure()).isNotDone();
		running.land(1);
		assertThat(next.departure()).isCompleted();
		assertThat(passenger.result()).isNotDone();
		next.depart();
		next.land(2);
		assertThat(passenger.result()).isCompletedWithValue(2);
	}

	@Test
	void aLoadThatHangsHoldsUpNobodyWhoGaveUpOnIt() {
		Ride<Integer> hung = join();
		hung.depart();
		Ride<Integer> impatient = join();
		assertThat(impatient.departure()).isNotDone();
		impatient.depart();
		Ride<Integer> third = join();
		assertThat(third.isDriver()).isTrue();
		impatient.land(2);
		assertThat(third.departure()).isCompleted();
		third.depart();
		hung.land(1);
		third.land(3);
		assertThat(third.result()).isCompletedWithValue(3);
	}

	@Test
	void whoSharedALoadThatFailedTriesAgain() {
		Ride<Integer> driver = join();
		Ride<Integer> passenger = join();
		driver.depart();
		driver.land(null);
		assertThat(passenger.result()).isCompletedWithValue(null);
		Ride<Integer> again = join();
		assertThat(again.isDriver()).isTrue();
		assertThat(again.departure()).isCompleted();
		again.land(1);
	}

	@Test
	void aDriverThatNeverDepartsTakesNobodyAfterItLanded() {
		join().land(null);
		Ride<Integer> next = join();
		assertThat(next.isDriver()).isTrue();
		next.land(1);
	}

	@Test
	void onePassengerThatLeavesDisturbsNoOther() {
		Ride<Integer> running = join();
		running.depart();
		Ride<Integer> next = join();
		next.departure().cancel(false);
		running.result().cancel(false);
		assertThat(next.departure()).isNotDone();
		assertThat(running.result()).isNotDone();
		running.land(1);
		next.land(2);
	}

	@Test
	void whoLeavesIsForgotten() {
		Ride<Integer> running = join();
		running.depart();
		Ride<Integer> next = join();
		running.result().cancel(false);
		next.departure().orTimeout(0, TimeUnit.SECONDS);
		TestJvm.waitUntil(() -> running.passengerCount() == 0);
		CompletableFuture<Integer> patient = running.result();
		assertThat(running.passengerCount()).isOne();
		running.land(1);
		assertThat(patient).isCompletedWithValue(1);
		assertThat(running.passengerCount()).isZero();
		next.land(2);
	}

	@Test
	void noTwoLoadsRunAtATimeAndNobodyGetsOneThatBeganBeforeHim() throws Exception {
		AtomicInteger begun = new AtomicInteger();
		AtomicInteger running = new AtomicInteger();
		Callable<Void> caller = () -> {
			for (int i = 0; i < 2000; i++) {
				int before = begun.get();
				assertThat(load(begun, running)).isGreaterThan(before);
			}
			return null;
		};
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Future<Void>> callers = Stream.generate(() -> threads.submit(caller)).limit(8).toList();
			for (Future<Void> future : callers) {
				future.get(TestJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
			assertThat(begun.get()).isLessThan(8 * 2000);
		}
		finally {
			threads.shutdownNow();
		}
	}

	/** The result is the number of the load. */
	private Integer load(AtomicInteger begun, AtomicInteger running) {
		Ride<Integer> ride = join();
		if (!ride.isDriver()) {
			CompletableFuture<Integer> result = ride.result();
			return TestJvm.get(result);
		}
		TestJvm.get(ride.departure());
		ride.depart();
		assertThat(running.incrementAndGet()).isEqualTo(1);
		int number = begun.incrementAndGet();
		Thread.yield();
		running.decrementAndGet();
		ride.land(number);
		return number;
	}

	@Test
	void whoAskedBeforeALoadDepartedSharesItThoughItIsUnderWay() {
		long before = System.nanoTime();
		Ride<Integer> running = join();
		running.depart();
		Ride<Integer> late = this.loads.join(KEY, before);
		assertThat(late.isDriver()).isFalse();
		running.land(1);
		assertThat(late.result()).isCompletedWithValue(1);
	}

	private Ride<Integer> join() {
		return this.loads.join(KEY, System.nanoTime());
	}

}
