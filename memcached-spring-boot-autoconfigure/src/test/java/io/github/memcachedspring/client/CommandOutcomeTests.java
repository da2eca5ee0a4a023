package io.github.memcachedspring.client;

import java.time.Duration;
import java.util.Arrays;

import io.github.memcachedspring.client.MemcachedRejectedException.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandOutcome} and how a {@link Verb} tells it.
 */
class CommandOutcomeTests {

	private static final MemcachedNode NODE = new MemcachedNode("cache-1", 11211);

	@Test
	void tellsKindsOfFailuresApart() {
		assertThat(CommandOutcome.of(new MemcachedTimeoutException(NODE, Duration.ofMillis(500), true)))
			.hasToString("timeout");
		assertThat(CommandOutcome.of(new MemcachedConnectionException("lost", NODE, true, null)))
			.hasToString("connection");
		assertThat(CommandOutcome.of(new MemcachedRejectedException("full", NODE, Reason.TOO_MANY_IN_FLIGHT)))
			.hasToString("in-flight");
		assertThat(CommandOutcome.of(new MemcachedRejectedException("open", NODE, Reason.BREAKER_OPEN)))
			.hasToString("left-alone");
		assertThat(CommandOutcome.of(new ItemTooLargeException(NODE, 2, 1))).hasToString("too-large");
		assertThat(CommandOutcome.of(new NotNumericException(NODE, "no"))).hasToString("server");
		assertThat(CommandOutcome.of(new MemcachedProtocolException(NODE, "nonsense"))).hasToString("protocol");
		assertThat(CommandOutcome.of(new IllegalStateException())).hasToString("other");
	}

	@Test
	void everyResultOfAStoreHasAnOutcomeOfItsName() {
		assertThat(StoreResult.values()).allSatisfy((result) -> assertThat(Arrays.asList(Verb.FILL, Verb.PUT, Verb.ADD))
			.allSatisfy((verb) -> assertThat(verb.outcome(result).name()).isEqualTo(result.name())));
	}

	@Test
	void theMarkOfALoadIsAMiss() {
		CasToken token = new CasToken(1, this);
		assertThat(Verb.GET_WITH_LEASE.outcome(new Item(new byte[0], 0, token, 30, true, false, false)))
			.isEqualTo(CommandOutcome.MISS);
		assertThat(Verb.GET_WITH_LEASE.outcome(new Item(new byte[1], 0, token, 30, true, false, false)))
			.isEqualTo(CommandOutcome.HIT);
	}

}
