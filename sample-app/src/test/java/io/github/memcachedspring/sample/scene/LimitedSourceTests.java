package io.github.memcachedspring.sample.scene;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.sample.traffic.Traffic;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class LimitedSourceTests {

	private final LimitedSource source = new LimitedSource(2, Duration.ofMillis(20));

	@Test
	void carriesOutNoMoreQueriesAtOnceThanThereAreConnections() throws InterruptedException {
		AtomicInteger atOnce = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		new Crowd(10, 1, Duration.ZERO).send(new Run(new Traffic()), (caller) -> () -> this.source.query(() -> {
			most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
			return atOnce.decrementAndGet();
		}));
		assertThat(most).hasValueBetween(1, 2);
		assertThat(this.source.total()).isEqualTo(10);
		assertThat(this.source.pending()).isZero();
	}

	@Test
	void takesItsTime() {
		long start = System.nanoTime();
		this.source.query(() -> "Emma");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
	}

	@Test
	void countsTheQueriesOfAThreadAndOfTheWorstSecond() {
		for (int i = 0; i < 3; i++) {
			this.source.query(() -> "Emma");
		}
		assertThat(this.source.ofThread()).isEqualTo(3);
		assertThat(this.source.peak()).isBetween(1L, 3L);
	}

	@Test
	void endsTheWaitOfAThreadThatIsInterrupted() {
		Thread.currentThread().interrupt();
		assertThat(catchThrowable(() -> this.source.query(() -> "Emma"))).isInstanceOf(IllegalStateException.class);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.source.pending()).isZero();
	}

}
