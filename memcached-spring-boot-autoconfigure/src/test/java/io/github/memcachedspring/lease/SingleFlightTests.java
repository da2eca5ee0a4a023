package io.github.memcachedspring.lease;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.memcachedspring.lease.SingleFlight.Boarding;
import io.github.memcachedspring.lease.SingleFlight.Role;

import static org.assertj.core.api.Assertions.assertThat;

class SingleFlightTests {

	private static final int THREADS = 8;

	private final SingleFlight<String, String> flights = new SingleFlight<>();

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	@AfterEach
	void shutDown() {
		this.threads.shutdownNow();
	}

	private Boarding<String> board(String key) {
		return this.flights.board(key, null);
	}

	@Test
	void hasOnePilotPerKey() {
		Boarding<String> pilot = board("a");
		Boarding<String> passenger = board("a");
		assertThat(pilot.role()).isEqualTo(Role.PILOT);
		assertThat(passenger.role()).isEqualTo(Role.PASSENGER);
		assertThat(passenger.flight()).isSameAs(pilot.flight());
		assertThat(board("b").role()).isEqualTo(Role.PILOT);
	}

	@Test
	void givesPassengersTheResultAndEndsTheFlight() {
		Boarding<String> pilot = board("a");
		Flight<String> flight = board("a").flight();
		this.flights.land("a", pilot.flight(), "result");
		assertThat(flight.result()).isCompletedWithValue("result");
		assertThat(board("a").role()).isEqualTo(Role.PILOT);
	}

	@Test
	void letsPassengersTryForThemselvesWithoutAResult() {
		Boarding<String> pilot = board("a");
		this.flights.land("a", pilot.flight(), null);
		assertThat(pilot.flight().result()).isCompletedWithValue(null);
	}

	@Test
	void tellsAPilotThatItAsksForItsOwnKey() throws Exception {
		this.flights.board("a", Thread.currentThread());
		assertThat(this.flights.board("a", Thread.currentThread()).role()).isEqualTo(Role.REENTRANT);
		Future<Role> other = this.threads.submit(() -> this.flights.board("a", Thread.currentThread()).role());
		assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(Role.PASSENGER);
	}

	@Test
	void countsLandings() {
		int before = this.flights.landings("a");
		Boarding<String> pilot = board("a");
		assertThat(this.flights.landings("a")).isEqualTo(before);
		this.flights.land("a", pilot.flight(), "result");
		assertThat(this.flights.landings("a")).isNotEqualTo(before);
	}

	@Test
	void takesAVoidedFlightOffTheBoard() {
		Boarding<String> pilot = board("a");
		this.flights.voidFlight("a");
		this.flights.voidFlight("absent");
		assertThat(pilot.flight().<String>unlessVoid(() -> "sent")).isNull();
		Boarding<String> next = board("a");
		assertThat(next.role()).isEqualTo(Role.PILOT);
		this.flights.land("a", pilot.flight(), "old");
		assertThat(board("a").flight()).isSameAs(next.flight());
		assertThat(next.flight().<String>unlessVoid(() -> "sent")).isEqualTo("sent");
		assertThat(pilot.flight().result()).isCompletedWithValue("old");
	}

	@Test
	void voidsAllFlights() {
		List<Boarding<String>> pilots = IntStream.range(0, 20).mapToObj((i) -> board("k" + i)).toList();
		this.flights.voidAll();
		assertThat(pilots).allMatch((pilot) -> pilot.flight().<String>unlessVoid(() -> "sent") == null);
	}

	@Test
	void makesAWriteWaitUntilAStoreIsSent() throws Exception {
		Boarding<String> pilot = board("a");
		CountDownLatch sending = new CountDownLatch(1);
		CountDownLatch sent = new CountDownLatch(1);
		Future<String> store = this.threads.submit(() -> pilot.flight().unlessVoid(() -> {
			sending.countDown();
			try {
				return sent.await(60, TimeUnit.SECONDS) ? "sent" : "late";
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}));
		assertThat(sending.await(60, TimeUnit.SECONDS)).isTrue();
		Future<?> write = this.threads.submit(() -> this.flights.voidFlight("a"));
		Thread.yield();
		assertThat(write.isDone()).isFalse();
		sent.countDown();
		write.get(60, TimeUnit.SECONDS);
		assertThat(store.get(60, TimeUnit.SECONDS)).isEqualTo("sent");
	}

	@Test
	void neverHasTwoPilotsAtATime() throws Exception {
		AtomicInteger flying = new AtomicInteger();
		AtomicInteger flown = new AtomicInteger();
		CyclicBarrier barrier = new CyclicBarrier(THREADS);
		List<Future<?>> callers = IntStream.range(0, THREADS).<Future<?>>mapToObj((i) -> this.threads.submit(() -> {
			barrier.await();
			for (int round = 0; round < 5000; round++) {
				Boarding<String> boarding = board("k");
				if (boarding.role() == Role.PILOT) {
					assertThat(flying.incrementAndGet()).isOne();
					flown.incrementAndGet();
					flying.decrementAndGet();
					this.flights.land("k", boarding.flight(), "result");
				}
				assertThat(boarding.flight().result().get(60, TimeUnit.SECONDS)).isEqualTo("result");
			}
			return null;
		})).toList();
		for (Future<?> caller : callers) {
			caller.get(60, TimeUnit.SECONDS);
		}
		assertThat(flown).hasValueGreaterThan(0);
	}

}
