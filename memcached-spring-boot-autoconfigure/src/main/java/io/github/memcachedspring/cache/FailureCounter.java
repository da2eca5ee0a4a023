package io.github.memcachedspring.cache;

import java.util.concurrent.atomic.LongAdder;

import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedProtocolException;
import io.github.memcachedspring.client.MemcachedRejectedException;
import io.github.memcachedspring.client.MemcachedRejectedException.Reason;
import io.github.memcachedspring.client.MemcachedServerException;
import io.github.memcachedspring.client.MemcachedTimeoutException;

/**
 * Counts failures by what they come from.
 */
final class FailureCounter {

	private final LongAdder timeouts = new LongAdder();

	private final LongAdder connections = new LongAdder();

	private final LongAdder leftAlone = new LongAdder();

	private final LongAdder tooManyInFlight = new LongAdder();

	private final LongAdder serverErrors = new LongAdder();

	private final LongAdder protocolErrors = new LongAdder();

	private final LongAdder others = new LongAdder();

	void count(RuntimeException failure) {
		adder(failure).increment();
	}

	/** During an outage most are rejected: they are told by the first question. */
	private LongAdder adder(RuntimeException failure) {
		if (failure instanceof MemcachedRejectedException rejected) {
			return (rejected.getReason() == Reason.BREAKER_OPEN) ? this.leftAlone : this.tooManyInFlight;
		}
		if (failure instanceof MemcachedTimeoutException) {
			return this.timeouts;
		}
		if (failure instanceof MemcachedConnectionException) {
			return this.connections;
		}
		if (failure instanceof MemcachedServerException) {
			return this.serverErrors;
		}
		return (failure instanceof MemcachedProtocolException) ? this.protocolErrors : this.others;
	}

	FailureStatistics snapshot() {
		return new FailureStatistics(this.timeouts.sum(), this.connections.sum(), this.leftAlone.sum(),
				this.tooManyInFlight.sum(), this.serverErrors.sum(), this.protocolErrors.sum(), this.others.sum());
	}

}
