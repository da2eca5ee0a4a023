package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.stream.Stream;

import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedProtocolException;
import io.github.memcachedspring.client.MemcachedRejectedException;
import io.github.memcachedspring.client.MemcachedRejectedException.Reason;
import io.github.memcachedspring.client.MemcachedServerException;
import io.github.memcachedspring.client.MemcachedTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class FailureCounterTests {

	private static final MemcachedNode NODE = new MemcachedNode("cache-1", 11211);

	private final FailureCounter counter = new FailureCounter();

	static Stream<Arguments> causes() {
		return Stream.of(
				Arguments.of(new MemcachedTimeoutException(NODE, Duration.ofSeconds(1), true),
						new FailureStatistics(1, 0, 0, 0, 0, 0, 0)),
				Arguments.of(new MemcachedConnectionException("lost", NODE, true, null),
						new FailureStatistics(0, 1, 0, 0, 0, 0, 0)),
				Arguments.of(new MemcachedRejectedException("silent", NODE, Reason.BREAKER_OPEN),
						new FailureStatistics(0, 0, 1, 0, 0, 0, 0)),
				Arguments.of(new MemcachedRejectedException("slow", NODE, Reason.TOO_MANY_IN_FLIGHT),
						new FailureStatistics(0, 0, 0, 1, 0, 0, 0)),
				Arguments.of(new MemcachedServerException(NODE, "SERVER_ERROR out of memory"),
						new FailureStatistics(0, 0, 0, 0, 1, 0, 0)),
				Arguments.of(new ItemTooLargeException(NODE, "SERVER_ERROR object too large for cache"),
						new FailureStatistics(0, 0, 0, 0, 1, 0, 0)),
				Arguments.of(new MemcachedProtocolException(NODE, "nonsense"),
						new FailureStatistics(0, 0, 0, 0, 0, 1, 0)),
				Arguments.of(new MemcachedException("no node", null), new FailureStatistics(0, 0, 0, 0, 0, 0, 1)),
				Arguments.of(new IllegalStateException("mistake"), new FailureStatistics(0, 0, 0, 0, 0, 0, 1)));
	}

	@ParameterizedTest
	@MethodSource("causes")
	void tellsCausesApart(RuntimeException failure, FailureStatistics expected) {
		this.counter.count(failure);
		assertThat(this.counter.snapshot()).isEqualTo(expected);
	}

	@Test
	void addsUpWhatThereIs() {
		causes().forEach((cause) -> this.counter.count((RuntimeException) cause.get()[0]));
		assertThat(this.counter.snapshot()).isEqualTo(new FailureStatistics(1, 1, 1, 1, 2, 1, 2));
		assertThat(this.counter.snapshot().total()).isEqualTo(9);
	}

}
