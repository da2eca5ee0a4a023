package io.github.memcachedspring.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the warm-up of caches.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("memcached.warm-up")
public class MemcachedWarmUpProperties {

	/**
	 * Whether there is a warm-up at all, if there are warmers.
	 */
	private boolean enabled = true;

	/**
	 * Whether to warm up when the application starts. Otherwise it has to be asked for.
	 */
	private boolean onStart = true;

	/**
	 * Whether the application refuses traffic while it warms up at its start.
	 */
	private boolean gateReadiness = true;

	/**
	 * How long traffic is refused at most. Afterwards the warm-up goes on beside it.
	 */
	private Duration deadline = Duration.ofMinutes(1);

	/**
	 * Loads per second that a warmer asks of its source at most.
	 */
	private double rate = 500;

	/**
	 * Loads that a warmer asks of its source at the same time at most.
	 */
	private int concurrency = 8;

	/**
	 * Whether to copy what the old cluster of a migration has, in phase 'read-through',
	 * before anything is loaded.
	 */
	private boolean fromMigrationSource;

	/**
	 * Entries per second that are copied from the old cluster at most.
	 */
	private double copyRate = 10_000;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isOnStart() {
		return this.onStart;
	}

	public void setOnStart(boolean onStart) {
		this.onStart = onStart;
	}

	public boolean isGateReadiness() {
		return this.gateReadiness;
	}

	public void setGateReadiness(boolean gateReadiness) {
		this.gateReadiness = gateReadiness;
	}

	public Duration getDeadline() {
		return this.deadline;
	}

	public void setDeadline(Duration deadline) {
		this.deadline = deadline;
	}

	public double getRate() {
		return this.rate;
	}

	public void setRate(double rate) {
		this.rate = rate;
	}

	public int getConcurrency() {
		return this.concurrency;
	}

	public void setConcurrency(int concurrency) {
		this.concurrency = concurrency;
	}

	public boolean isFromMigrationSource() {
		return this.fromMigrationSource;
	}

	public void setFromMigrationSource(boolean fromMigrationSource) {
		this.fromMigrationSource = fromMigrationSource;
	}

	public double getCopyRate() {
		return this.copyRate;
	}

	public void setCopyRate(double copyRate) {
		this.copyRate = copyRate;
	}

}
