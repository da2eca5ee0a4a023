package io.github.memcachedspring.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimedWaitTests {

	private static final Duration LIMIT = Duration.ofMillis(5);

	private final List<Long> waits = new ArrayList<>();

	@Test
	void waitsOnceIfTheLimitIsNoticedInTime() throws InterruptedException {
		Duration far = Duration.ofMinutes(1);
		assertThat(TimedWait.await(far, this::waitInVain)).isFalse();
		assertThat(this.waits).containsExactly(far.toNanos());
	}

	@Test
	void waitsOnceIfThereIsNothingMoreToWaitFor() throws InterruptedException {
		assertThat(TimedWait.await(LIMIT, (nanos) -> {
			oversleep(nanos);
			return true;
		})).isTrue();
		assertThat(this.waits).hasSize(1);
	}

	@Test
	void looksAgainIfTheLimitWasOverslept() throws InterruptedException {
		assertThat(TimedWait.await(LIMIT, (nanos) -> {
			if (this.waits.isEmpty()) {
				oversleep(nanos);
				return false;
			}
			return !waitInVain(nanos);
		})).isTrue();
		assertThat(this.waits).containsExactly(LIMIT.toNanos(), TimedWait.GRACE.toNanos());
	}

	private boolean waitInVain(long nanos) {
		this.waits.add(nanos);
		return false;
	}

	/** As a thread of a process that was halted does. */
	private void oversleep(long nanos) throws InterruptedException {
		this.waits.add(nanos);
		TimeUnit.NANOSECONDS.sleep(nanos + 2 * TimedWait.GRACE.toNanos());
	}

}
