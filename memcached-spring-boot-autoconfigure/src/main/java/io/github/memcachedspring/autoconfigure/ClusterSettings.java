package io.github.memcachedspring.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLSocket;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.discovery.DiscoverySettings;
import io.github.memcachedspring.client.discovery.NodeDiscovery;
import io.github.memcachedspring.client.guard.GuardSettings;
import io.github.memcachedspring.client.xmemcached.Credentials;
import io.github.memcachedspring.client.xmemcached.TlsSettings;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Turns the properties of a cluster into the client's settings. What is out of range is
 * reported under its property's name.
 */
final class ClusterSettings {

	/** How long the start waits for the discovery endpoint. */
	private static final Duration FIRST_ANSWER_LIMIT = Duration.ofMillis(500);

	/** Nobody waits for it. */
	private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

	private final String prefix;

	private final MemcachedClusterProperties properties;

	/**
	 * Creates the settings.
	 * @param prefix what the names of the properties begin with, for example
	 * {@code memcached}
	 * @param properties the properties
	 */
	ClusterSettings(String prefix, MemcachedClusterProperties properties) {
		this.prefix = prefix;
		this.properties = properties;
	}

	XMemcachedSettings client(MemcachedConnectionDetails connectionDetails) {
		return client(XMemcachedSettings.of(connectionDetails.getNodes()), connectionDetails);
	}

	/** For a cluster whose nodes are found while the client runs. */
	XMemcachedSettings client(MemcachedConnectionDetails connectionDetails, NodeDiscovery discovery) {
		return client(XMemcachedSettings.ofDiscovered(discovery.awaitNodes(FIRST_ANSWER_LIMIT)), connectionDetails);
	}

	/** For connections to single nodes, whichever these are. */
	XMemcachedSettings connections(MemcachedConnectionDetails connectionDetails) {
		return client(XMemcachedSettings.ofDiscovered(connectionDetails.getNodes()), connectionDetails);
	}

	private XMemcachedSettings client(XMemcachedSettings settings, MemcachedConnectionDetails connectionDetails) {
		return settings.timeout(atLeastOneMillisecond("timeout", this.properties.getTimeout()))
			.connectTimeout(atLeastOneMillisecond("connect-timeout", this.properties.getConnectTimeout()))
			.maxItemSize(maxItemSize())
			.maxInFlight(positive("max-in-flight", this.properties.getMaxInFlight()))
			.tls(tls(connectionDetails))
			.credentials(credentials(connectionDetails))
			.propertyPrefix(this.prefix);
	}

	/** Only if there is an endpoint. */
	DiscoverySettings discovery(MemcachedConnectionDetails connectionDetails) {
		MemcachedClusterProperties.Discovery discovery = this.properties.getDiscovery();
		if (discovery.getInterval().toMillis() < 1000) {
			throw invalid("discovery.interval", discovery.getInterval(),
					"The time between two questions must be at least 1s, for example '60s'.");
		}
		return new DiscoverySettings(endpoint(String.valueOf(discovery.getEndpoint())), discovery.getInterval(),
				atLeastOneMillisecond("connect-timeout", this.properties.getConnectTimeout()), ANSWER_TIMEOUT,
				(connection, endpoint) -> encrypted(connectionDetails, connection, endpoint));
	}

	/** Others ask at another moment, and what they are told may lag behind once. */
	Duration disagreement() {
		return this.properties.getDiscovery().getInterval().multipliedBy(2);
	}

	private MemcachedNode endpoint(String endpoint) {
		try {
			return MemcachedNode.parse(endpoint);
		}
		catch (IllegalArgumentException ex) {
			throw invalid("discovery.endpoint", endpoint, String.valueOf(ex.getMessage()));
		}
	}

	/** An endpoint is encrypted if its nodes are. */
	private static Socket encrypted(MemcachedConnectionDetails connectionDetails, Socket connection,
			MemcachedNode endpoint) throws IOException {
		SslBundle bundle = connectionDetails.getSslBundle();
		if (bundle == null) {
			return connection;
		}
		SSLSocket socket = (SSLSocket) bundle.createSslContext()
			.getSocketFactory()
			.createSocket(connection, endpoint.host(), endpoint.port(), true);
		SslOptions options = bundle.getOptions();
		if (options.getEnabledProtocols() != null) {
			socket.setEnabledProtocols(options.getEnabledProtocols());
		}
		if (options.getCiphers() != null) {
			socket.setEnabledCipherSuites(options.getCiphers());
		}
		return socket;
	}

	private static @Nullable TlsSettings tls(MemcachedConnectionDetails connectionDetails) {
		SslBundle bundle = connectionDetails.getSslBundle();
		if (bundle == null) {
			return null;
		}
		SslOptions options = bundle.getOptions();
		return new TlsSettings(() -> {
			SslBundle current = connectionDetails.getSslBundle();
			Assert.state(current != null, "The SSL bundle is gone; connections are not made without one");
			return current.createSslContext();
		}, toList(options.getEnabledProtocols()), toList(options.getCiphers()));
	}

	private static List<String> toList(String @Nullable [] names) {
		return (names != null) ? List.of(names) : List.of();
	}

	/** Complains at the start only: later, one of the two may change before the other. */
	private Supplier<@Nullable Credentials> credentials(MemcachedConnectionDetails connectionDetails) {
		boolean username = StringUtils.hasLength(connectionDetails.getUsername());
		boolean password = StringUtils.hasLength(connectionDetails.getPassword());
		if (username != password) {
			throw invalid(username ? "password" : "username", "", "'%s' is set, so this must be, too."
				.formatted(this.prefix + (username ? ".username" : ".password")));
		}
		return () -> currentCredentials(connectionDetails);
	}

	private static @Nullable Credentials currentCredentials(MemcachedConnectionDetails connectionDetails) {
		String username = connectionDetails.getUsername();
		String password = connectionDetails.getPassword();
		return (StringUtils.hasLength(username) && StringUtils.hasLength(password))
				? new Credentials(username, password) : null;
	}

	private int maxItemSize() {
		DataSize maxItemSize = this.properties.getMaxItemSize();
		if (maxItemSize.toBytes() < 1024 || maxItemSize.toBytes() > 1024 * 1024 * 1024) {
			throw invalid("max-item-size", maxItemSize,
					"An item may have 1KB to 1GB, the range of memcached's option '-I'. For example '1MB'.");
		}
		return (int) maxItemSize.toBytes();
	}

	GuardSettings guard() {
		MemcachedClusterProperties.Breaker breaker = this.properties.getBreaker();
		double failureRate = breaker.getFailureRate();
		if (!(failureRate > 0 && failureRate <= 1)) {
			throw invalid("breaker.failure-rate", failureRate,
					"A share must be above 0 and at most 1, for example '0.5'.");
		}
		return new GuardSettings(positive("breaker.consecutive-failures", breaker.getConsecutiveFailures()),
				failureRate, positive("breaker.minimum-calls", breaker.getMinimumCalls()),
				atLeastOneMillisecond("breaker.window", breaker.getWindow()),
				atLeastOneMillisecond("breaker.probe-interval", breaker.getProbeInterval()),
				positive("pending-deletes", this.properties.getPendingDeletes()));
	}

	private Duration atLeastOneMillisecond(String name, Duration value) {
		if (value.toMillis() < 1) {
			throw invalid(name, value, "A time must be at least 1ms, for example '500ms'.");
		}
		return value;
	}

	private int positive(String name, int value) {
		if (value < 1) {
			throw invalid(name, value, "The number must be at least 1.");
		}
		return value;
	}

	private InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(this.prefix + "." + name, value, reason);
	}

}
