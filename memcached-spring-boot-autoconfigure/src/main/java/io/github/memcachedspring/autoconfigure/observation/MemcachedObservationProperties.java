package io.github.memcachedspring.autoconfigure.observation;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of observations.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("memcached.observation")
public class MemcachedObservationProperties {

	/**
	 * Whether commands and waits for loads are observed. Unless set they are if traces
	 * are made of observations.
	 */
	private @Nullable Boolean enabled;

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

}
