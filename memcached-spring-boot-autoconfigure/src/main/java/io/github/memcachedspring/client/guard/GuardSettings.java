package io.github.memcachedspring.client.guard;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * When a node is left alone, and how much is remembered for it meanwhile.
 *
 * @param consecutiveFailures failures in a row after which a node is left alone, at least
 * 1
 * @param failureRate share of failed commands from which a node is left alone, above 0 to
 * 1
 * @param minimumCalls how many commands there must have been for the share to count, at
 * least 1
 * @param window over which the share is taken, at least 1 ms
 * @param probeInterval how often a node that is left alone is asked whether it is back,
 * at least 1 ms
 * @param pendingDeletes for how many keys of a node it is remembered that they have to be
 * removed, at least 1
 * @since 0.1.0
 */
public record GuardSettings(int consecutiveFailures, double failureRate, int minimumCalls, Duration window,
		Duration probeInterval, int pendingDeletes) {

	/**
	 * Opens after 5 failures in a row or half of at least 20 within a second; asks once a
	 * second; remembers 10,000 keys.
	 */
	public static final GuardSettings DEFAULTS = new GuardSettings(5, 0.5, 20, Duration.ofSeconds(1),
			Duration.ofSeconds(1), 10_000);

	public GuardSettings {
		Assert.isTrue(consecutiveFailures > 0, "'consecutiveFailures' must be positive");
		Assert.isTrue(failureRate > 0 && failureRate <= 1, "'failureRate' must be above 0 and at most 1");
		Assert.isTrue(minimumCalls > 0, "'minimumCalls' must be positive");
		Assert.isTrue(window.toMillis() > 0, "'window' must be at least 1 ms");
		Assert.isTrue(probeInterval.toMillis() > 0, "'probeInterval' must be at least 1 ms");
		Assert.isTrue(pendingDeletes > 0, "'pendingDeletes' must be positive");
	}

}
