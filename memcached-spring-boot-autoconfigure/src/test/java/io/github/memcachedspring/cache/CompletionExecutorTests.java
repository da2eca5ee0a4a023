package io.github.memcachedspring.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CompletionExecutorTests {

	private final CompletionExecutor executor = new CompletionExecutor("test-", 4);

	private final CountDownLatch finish = new CountDownLatch(1);

	@AfterEach
	void shutDown() {
		this.finish.countDown();
		this.executor.shutdownNow();
	}

	private void block(int threads) {
		CountDownLatch blocking = new CountDownLatch(threads);
		for (int i = 0; i < threads; i++) {
			this.executor.execute(() -> {
				blocking.countDown();
				awaitFinish();
			});
		}
		Callers.awaitUntil(() -> blocking.getCount() == 0);
	}

	private void awaitFinish() {
		try {
			this.finish.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void runsATaskWhileOthersBlock() {
		block(3);
		assertThat(Callers.await(CompletableFuture.supplyAsync(() -> "done", this.executor))).isEqualTo("done");
	}

	@Test
	void queuesOnlyAtItsLimit() {
		block(4);
		AtomicInteger done = new AtomicInteger();
		for (int i = 0; i < 10; i++) {
			this.executor.execute(done::incrementAndGet);
		}
		assertThat(this.executor.getQueue()).hasSize(10);
		assertThat(done).hasValue(0);
		this.finish.countDown();
		Callers.awaitUntil(() -> done.get() == 10);
	}

	@Test
	void losesNoTaskOfManySubmitters() {
		AtomicInteger done = new AtomicInteger();
		Callers.together(16, () -> {
			for (int i = 0; i < 2000; i++) {
				this.executor.execute(done::incrementAndGet);
			}
			return null;
		});
		Callers.awaitUntil(() -> done.get() == 32_000);
		assertThat(this.executor.getLargestPoolSize()).isLessThanOrEqualTo(4);
	}

	@Test
	void usesDaemonThreadsAndReusesIdleOnes() {
		assertThat(Callers.await(CompletableFuture.supplyAsync(() -> Thread.currentThread().isDaemon(), this.executor)))
			.isTrue();
		for (int i = 0; i < 100; i++) {
			Callers.await(CompletableFuture.runAsync(() -> {
			}, this.executor));
		}
		assertThat(this.executor.getLargestPoolSize()).isLessThanOrEqualTo(4);
	}

	@Test
	void letsItsThreadsInheritNothingOfTheCallers() {
		Callers.assertThatThreadsInheritNothing(() -> this.executor);
		Callers.assertThatThreadsInheritNothing(() -> {
			this.executor.shutdown();
			return CompletionExecutor.neverRejecting(this.executor, "test-");
		});
	}

	@Test
	void rejectsTasksAfterItsEndAndFinishesThoseBefore() throws Exception {
		block(4);
		CompletableFuture<Void> queued = CompletableFuture.runAsync(() -> {
		}, this.executor);
		this.executor.shutdown();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.executor.execute(() -> {
		})).withMessageContaining("closed");
		this.finish.countDown();
		Callers.await(queued);
		assertThat(this.executor.awaitTermination(Callers.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void runsWhatIsRejectedOnAThreadOfItsOwn() {
		this.executor.shutdown();
		CompletableFuture<Thread> thread = CompletableFuture.supplyAsync(Thread::currentThread,
				CompletionExecutor.neverRejecting(this.executor, "test-"));
		assertThat(Callers.await(thread)).isNotSameAs(Thread.currentThread());
		assertThat(Callers.await(thread).isDaemon()).isTrue();
	}

}
