package io.github.memcachedspring.faults;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of trouble on the application's side: interrupts, loaders that throw, and of a
 * flush by an operator.
 */
@Tag("fault")
class CallersOwnTroubleTests {

	private final MemcachedServer server = MemcachedServer.start();

	private final App app = App.on(this.server.port(), App.PATIENT);

	@AfterEach
	void close() {
		this.app.close();
		this.server.close();
	}

	@Test
	void fault29AFlushIsAColdStart() {
		try (Callers callers = Callers.start(this.app, 20, "k")) {
			callers.awaitCalls(2000);
			for (int i = 0; i < 5; i++) {
				this.server.flushAll();
				callers.awaitCalls(200);
			}
			Duration untilHit = this.app.awaitHit("after");
			callers.assertNothingNoticed();
			System.out.printf("fault 29: 5 flushes, %d calls, %d loads, hit %.0f ms after%n", callers.count(),
					callers.loads(), Extent.millis(untilHit));
			assertThat(this.app.node().timesLeftAlone()).isZero();
		}
	}

	@Test
	void fault35AnInterruptedCallerGetsAValueAndKeepsItsFlag() throws InterruptedException {
		AtomicInteger lostFlags = new AtomicInteger();
		AtomicInteger interrupted = new AtomicInteger();
		AtomicReference<Callers> single = new AtomicReference<>(Callers.none(this.app));
		Thread caller = new Thread(() -> {
			for (int i = 0; i < Extent.of(20_000, 2000); i++) {
				boolean flag = i % 3 == 0;
				if (flag) {
					Thread.currentThread().interrupt();
					interrupted.incrementAndGet();
				}
				single.get().callOnce("k" + i % 20, i % 20);
				if (Thread.interrupted() != flag) {
					lostFlags.incrementAndGet();
				}
			}
		}, "interrupted");
		try (Callers others = Callers.start(this.app, 4, "k")) {
			caller.start();
			caller.join(30_000);
			assertThat(caller.isAlive()).isFalse();
			others.assertNothingNoticed();
		}
		single.get().assertNothingNoticed();
		System.out.printf("fault 35: %d calls, %d interrupted, %d flags lost; left alone %d times%n",
				single.get().count(), interrupted.get(), lostFlags.get(), this.app.node().timesLeftAlone());
		assertThat(lostFlags).hasValue(0);
		this.app.awaitHit("after");
	}

	@Test
	void fault40ALoaderThatThrowsLetsTheNextCallerLoadAtOnce() {
		long slowest = 0;
		for (int i = 0; i < 20; i++) {
			String key = "k" + i;
			AtomicInteger failed = new AtomicInteger();
			assertThatIllegalStateException().isThrownBy(() -> this.app.shop().failing(key, failed))
				.withMessage("No row '%s'".formatted(key));
			assertThat(failed).hasValue(1);
			AtomicInteger loads = new AtomicInteger();
			long start = System.nanoTime();
			this.app.shop().sync(key, loads);
			slowest = Math.max(slowest, System.nanoTime() - start);
			assertThat(loads).hasValue(1);
		}
		System.out.printf("fault 40: next load done %.1f ms after one that threw, at most%n", slowest / 1e6);
		assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(1));
	}

}
