package io.github.memcachedspring.cache;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for when {@link CompletionExecutor} starts a thread.
 */
class CompletionExecutorGrowthTests {

	private static final int LIMIT = 8;

	private final CompletionExecutor executor = new CompletionExecutor("test-", LIMIT);

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void end() {
		this.release.countDown();
		this.executor.shutdown();
	}

	@Test
	void runsTasksWhileOthersSleep() throws InterruptedException {
		sleepOn(LIMIT - 1);
		for (int i = 0; i < 100; i++) {
			assertThat(runs(this.executor)).isTrue();
		}
	}

	@Test
	void runsBurstsWhileOthersSleep() throws InterruptedException {
		sleepOn(LIMIT - 1);
		CountDownLatch done = new CountDownLatch(1000);
		for (int i = 0; i < 1000; i++) {
			this.executor.execute(done::countDown);
		}
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void sleepersThatMeetInABurstHoldUpNobody() throws InterruptedException {
		CountDownLatch all = new CountDownLatch(LIMIT);
		for (int i = 0; i < LIMIT; i++) {
			this.executor.execute(() -> {
				all.countDown();
				sleep();
			});
		}
		assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void keepsTasksBeyondTheLimitUntilAThreadIsFree() throws InterruptedException {
		sleepOn(LIMIT);
		CountDownLatch done = new CountDownLatch(3);
		for (int i = 0; i < 3; i++) {
			this.executor.execute(done::countDown);
		}
		assertThat(done.getCount()).isEqualTo(3);
		this.release.countDown();
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(runs(this.executor)).isTrue();
	}

	@Test
	void startsNoThreadWhileOneWaits() throws InterruptedException {
		for (int i = 0; i < 100; i++) {
			assertThat(runs(this.executor)).isTrue();
			awaitIdle();
		}
		assertThat(this.executor.getLargestPoolSize()).isLessThan(LIMIT);
	}

	/** A thread whose idle time is up may have been counted on in that moment. */
	@Test
	void losesNoTaskToAThreadThatEnds() throws InterruptedException {
		sleepOn(1);
		this.executor.setKeepAliveTime(20, TimeUnit.MICROSECONDS);
		for (int i = 0; i < 5000; i++) {
			assertThat(runs(this.executor)).isTrue();
			LockSupport.parkNanos(1000L * (i % 60));
		}
	}

	private void sleepOn(int threads) throws InterruptedException {
		CountDownLatch asleep = new CountDownLatch(threads);
		for (int i = 0; i < threads; i++) {
			this.executor.execute(() -> {
				asleep.countDown();
				sleep();
			});
		}
		assertThat(asleep.await(10, TimeUnit.SECONDS)).isTrue();
	}

	private void sleep() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean runs(Executor executor) throws InterruptedException {
		CountDownLatch done = new CountDownLatch(1);
		executor.execute(done::countDown);
		return done.await(10, TimeUnit.SECONDS);
	}

	private void awaitIdle() {
		while (this.executor.getActiveCount() > 0) {
			Thread.onSpinWait();
		}
	}

}
