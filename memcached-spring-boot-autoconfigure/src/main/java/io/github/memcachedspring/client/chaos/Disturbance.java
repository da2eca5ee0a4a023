package io.github.memcachedspring.client.chaos;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What is done to the commands of a node.
 */
record Disturbance(Duration latency, Duration jitter, double errorRate, boolean hang) {

	static final Disturbance NONE = new Disturbance(Duration.ZERO, Duration.ZERO, 0, false);

	Disturbance withLatency(Duration latency, Duration jitter) {
		return new Disturbance(latency, jitter, this.errorRate, this.hang);
	}

	Disturbance withErrorRate(double errorRate) {
		return new Disturbance(this.latency, this.jitter, errorRate, this.hang);
	}

	Disturbance withHang(boolean hang) {
		return new Disturbance(this.latency, this.jitter, this.errorRate, hang);
	}

	boolean isFailing(RandomGenerator random) {
		return this.errorRate > 0 && random.nextDouble() < this.errorRate;
	}

	long delayNanos(RandomGenerator random) {
		long jitter = this.jitter.toNanos();
		return this.latency.toNanos() + ((jitter > 0) ? random.nextLong(jitter + 1) : 0);
	}

	@Override
	public String toString() {
		return this.equals(NONE) ? "nothing" : "latency %d ms, jitter %d ms, error rate %s, hang %s"
			.formatted(this.latency.toMillis(), this.jitter.toMillis(), this.errorRate, this.hang);
	}

}
