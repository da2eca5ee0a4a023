package io.github.memcachedspring.sample.scene;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.github.memcachedspring.sample.scene.Performance.State;
import io.github.memcachedspring.sample.traffic.Traffic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StageTests {

	private static final Duration END_LIMIT = Duration.ofSeconds(10);

	private final Stage stage = new Stage(new Traffic());

	private final CountDownLatch curtain = new CountDownLatch(1);

	@AfterEach
	void close() throws InterruptedException {
		this.stage.destroy();
	}

	@Test
	void playsBothParts() {
		this.curtain.countDown();
		this.stage.start(new TestScene());
		await().atMost(END_LIMIT).until(() -> state() == State.DONE);
		PerformanceView performance = this.stage.performances().get(0);
		assertThat(performance.without().figures().lost()).isEqualTo(2);
		assertThat(performance.without().figures().requests()).isEqualTo(6);
		assertThat(performance.with().figures().lost()).isZero();
		assertThat(performance.with().figures().requests()).isEqualTo(6);
	}

	@Test
	void playsOneSceneAtATime() {
		assertThat(this.stage.start(new TestScene())).isTrue();
		assertThat(this.stage.start(new TestScene())).isFalse();
		this.stage.cancel();
		await().atMost(END_LIMIT).until(() -> this.stage.start(new TestScene()));
	}

	@Test
	void endsASceneThatIsCancelledAndItsCallers() {
		this.stage.start(new TestScene());
		this.stage.cancel();
		await().atMost(END_LIMIT).until(() -> state() == State.CANCELLED);
		assertThat(this.stage.performances().get(0).with().samples()).isEmpty();
	}

	@Test
	void endsASceneThatIsCancelledWhileItAsksTheSourceItself() {
		this.stage.start(new TestScene() {

			@Override
			public void without(Run run) {
				run.source().query(() -> {
					await();
					throw new IllegalStateException("Interrupted");
				});
			}

		});
		this.stage.cancel();
		await().atMost(END_LIMIT).until(() -> state() == State.CANCELLED);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void tellsThatASceneFailed(CapturedOutput output) {
		this.stage.start(new TestScene() {

			@Override
			public void without(Run run) throws InterruptedException {
				new Crowd(1, 1, Duration.ZERO).send(run, (caller) -> () -> {
					throw new IllegalStateException("No books");
				});
			}

		});
		await().atMost(END_LIMIT).until(() -> state() == State.FAILED);
		assertThat(output).contains("The scene 'test' failed", "No books");
	}

	private State state() {
		return this.stage.performances().get(0).state();
	}

	/** Waits for the curtain in its first part. */
	private class TestScene implements Scene {

		@Override
		public String name() {
			return "test";
		}

		@Override
		public void without(Run run) throws InterruptedException {
			run.draw(() -> new Crowd(3, 2, Duration.ZERO).send(run, (caller) -> this::await), run::requests);
			run.lost(2);
		}

		@Override
		public void with(Run run) throws InterruptedException {
			new Crowd(3, 2, Duration.ZERO).send(run, (caller) -> this::await);
		}

		void await() {
			try {
				StageTests.this.curtain.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
