package io.github.memcachedspring.autoconfigure;

import java.time.Duration;

import io.github.memcachedspring.client.chaos.MemcachedChaos;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Properties of the trouble that tests order.
 *
 * @since 0.1.0
 */
@ConfigurationProperties(MemcachedChaosProperties.PREFIX)
public class MemcachedChaosProperties {

	static final String PREFIX = "memcached.chaos";

	/**
	 * Whether tests can disturb commands to memcached.
	 */
	private boolean enabled;

	/**
	 * Whether commands may be disturbed in production, too.
	 */
	private boolean allowInProduction;

	/**
	 * How long after its command a reply comes at the earliest. From 'memcached.timeout'
	 * on it is a timeout.
	 */
	private Duration latency = Duration.ofMillis(0);

	/**
	 * By how much 'latency' is longer at most, at random.
	 */
	private Duration jitter = Duration.ofMillis(0);

	/**
	 * Share of the commands that fail at once, 0 to 1.
	 */
	private double errorRate = 0;

	/**
	 * Whether commands get no answer.
	 */
	private boolean hang;

	/**
	 * Seed of the random numbers. Differs from run to run if it is not set.
	 */
	private @Nullable Long seed;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isAllowInProduction() {
		return this.allowInProduction;
	}

	public void setAllowInProduction(boolean allowInProduction) {
		this.allowInProduction = allowInProduction;
	}

	public Duration getLatency() {
		return this.latency;
	}

	public void setLatency(Duration latency) {
		this.latency = latency;
	}

	public Duration getJitter() {
		return this.jitter;
	}

	public void setJitter(Duration jitter) {
		this.jitter = jitter;
	}

	public double getErrorRate() {
		return this.errorRate;
	}

	public void setErrorRate(double errorRate) {
		this.errorRate = errorRate;
	}

	public boolean isHang() {
		return this.hang;
	}

	public void setHang(boolean hang) {
		this.hang = hang;
	}

	public @Nullable Long getSeed() {
		return this.seed;
	}

	public void setSeed(@Nullable Long seed) {
		this.seed = seed;
	}

	MemcachedChaos toChaos() {
		if (!(this.errorRate >= 0 && this.errorRate <= 1)) {
			throw invalid("error-rate", this.errorRate, "A share must be 0 to 1, for example '0.5'.");
		}
		MemcachedChaos chaos = (this.seed != null) ? new MemcachedChaos(this.seed) : new MemcachedChaos();
		return chaos.latency(notNegative("latency", this.latency), notNegative("jitter", this.jitter))
			.errorRate(this.errorRate)
			.hang(this.hang);
	}

	private static Duration notNegative(String name, Duration value) {
		if (value.isNegative()) {
			throw invalid(name, value, "A time must not be negative, for example '200ms'.");
		}
		return value;
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(PREFIX + "." + name, value, reason);
	}

}
