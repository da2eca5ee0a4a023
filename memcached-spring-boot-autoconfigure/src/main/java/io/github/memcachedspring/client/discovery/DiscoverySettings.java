package io.github.memcachedspring.client.discovery;

import java.time.Duration;

import io.github.memcachedspring.client.MemcachedNode;

import org.springframework.util.Assert;

/**
 * Where and how often the nodes are asked for.
 *
 * @param endpoint the endpoint; its name is resolved each time
 * @param interval how often it is asked, at least 1 s
 * @param connectTimeout how long connecting may take, at least 1 ms
 * @param answerTimeout how long everything from then on may take, a TLS handshake
 * included, at least 1 ms
 * @param transport how the endpoint is talked to
 * @since 0.1.0
 */
public record DiscoverySettings(MemcachedNode endpoint, Duration interval, Duration connectTimeout,
		Duration answerTimeout, EndpointTransport transport) {

	public DiscoverySettings {
		Assert.notNull(endpoint, "'endpoint' must not be null");
		Assert.notNull(transport, "'transport' must not be null");
		Assert.isTrue(interval.toMillis() >= 1000,
				() -> "'interval' must be at least 1 s: '%d ms'".formatted(interval.toMillis()));
		Assert.isTrue(connectTimeout.toMillis() > 0, "'connectTimeout' must be at least 1 ms");
		Assert.isTrue(answerTimeout.toMillis() > 0, "'answerTimeout' must be at least 1 ms");
	}

	/**
	 * Returns settings that ask once a minute, in plain text, and wait for a second to
	 * connect and for two to be answered.
	 * @param endpoint the endpoint
	 * @return the settings
	 */
	public static DiscoverySettings of(MemcachedNode endpoint) {
		return new DiscoverySettings(endpoint, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofSeconds(2),
				EndpointTransport.PLAIN);
	}

}
