package io.github.memcachedspring.sample.traffic;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrafficTests {

	private final AtomicLong now = new AtomicLong(Duration.ofSeconds(-5).toNanos());

	private final Traffic traffic = new Traffic(this.now::get);

	@Test
	void isQuietAtFirst() {
		assertThat(this.traffic.lastMinute()).hasSize(60).containsOnly(Second.QUIET);
	}

	@Test
	void showsASecondWhenItIsOver() {
		this.traffic.answered(Answer.MEMCACHED, Duration.ofMillis(1));
		this.traffic.answered(Answer.MEMCACHED, Duration.ofMillis(2));
		this.traffic.answered(Answer.DATABASE, Duration.ofMillis(6));
		this.traffic.queried();
		assertThat(this.traffic.lastMinute()).containsOnly(Second.QUIET);
		wait(Duration.ofSeconds(1));
		assertThat(this.traffic.lastMinute()).last().isEqualTo(new Second(2, 0, 1, 1, 3, 6));
	}

	@Test
	void tellsHowManyHitsWereOnAnOldCluster() {
		this.traffic.answered(Answer.MEMCACHED, Duration.ofMillis(1));
		this.traffic.answered(Answer.MEMCACHED, Duration.ofMillis(1));
		this.traffic.answeredByOldCluster(1);
		wait(Duration.ofSeconds(1));
		this.traffic.answeredByOldCluster(0);
		wait(Duration.ofSeconds(1));
		assertThat(this.traffic.lastMinute().subList(58, 60)).containsExactly(new Second(2, 1, 0, 0, 1, 1),
				Second.QUIET);
	}

	@Test
	void keepsSecondsApartAndTheirOrder() {
		this.traffic.queried();
		wait(Duration.ofSeconds(2));
		this.traffic.answered(Answer.MEMCACHED, Duration.ofMillis(1));
		wait(Duration.ofSeconds(1));
		List<Second> lastMinute = this.traffic.lastMinute();
		assertThat(lastMinute.subList(57, 60)).containsExactly(new Second(0, 0, 0, 1, 0, 0), Second.QUIET,
				new Second(1, 0, 0, 0, 1, 1));
	}

	@Test
	void forgetsWhatIsOlderThanAMinute() {
		this.traffic.queried();
		wait(Duration.ofSeconds(60));
		assertThat(this.traffic.lastMinute()).first().isEqualTo(new Second(0, 0, 0, 1, 0, 0));
		wait(Duration.ofSeconds(1));
		assertThat(this.traffic.lastMinute()).containsOnly(Second.QUIET);
	}

	private void wait(Duration duration) {
		this.now.addAndGet(duration.toNanos());
	}

}
