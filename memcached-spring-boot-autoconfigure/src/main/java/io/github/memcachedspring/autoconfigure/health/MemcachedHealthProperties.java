package io.github.memcachedspring.autoconfigure.health;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the health of memcached clusters.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("memcached.health")
public class MemcachedHealthProperties {

	/**
	 * How long the servers of a cluster are waited for at most when their health is
	 * checked.
	 */
	private Duration timeout = Duration.ofSeconds(1);

	/**
	 * Servers of a cluster that have to answer for it to be up; all of them, if there are
	 * fewer. With '0' it is never down.
	 */
	private int minimumNodesUp = 1;

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public int getMinimumNodesUp() {
		return this.minimumNodesUp;
	}

	public void setMinimumNodesUp(int minimumNodesUp) {
		this.minimumNodesUp = minimumNodesUp;
	}

}
