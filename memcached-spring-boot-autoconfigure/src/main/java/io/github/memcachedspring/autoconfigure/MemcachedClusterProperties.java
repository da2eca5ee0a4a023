package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Properties of the connection to one cluster.
 *
 * @since 0.1.0
 */
public class MemcachedClusterProperties {

	/**
	 * Comma-separated list of the servers as 'host:port' pairs. Names and order in the
	 * fleet must agree, since the names decide which server holds which key.
	 */
	private List<String> servers = new ArrayList<>(List.of("localhost:11211"));

	/**
	 * How long a caller waits for an answer at most.
	 */
	private Duration timeout = Duration.ofMillis(500);

	/**
	 * How long connecting to a server may take. No caller waits for it.
	 */
	private Duration connectTimeout = Duration.ofSeconds(1);

	/**
	 * Largest item that is stored or read, the servers' '-I'.
	 */
	private DataSize maxItemSize = DataSize.ofMegabytes(1);

	/**
	 * How many commands may wait for the answers of a server. What exceeds that counts as
	 * a miss at once.
	 */
	private int maxInFlight = 1024;

	/**
	 * For how many keys of a server that does not answer it is remembered that they have
	 * to be removed. When there are more, all entries of that server become invalid.
	 */
	private int pendingDeletes = 10_000;

	/**
	 * User name for the servers, which are started with '-Y'.
	 */
	private @Nullable String username;

	/**
	 * Password for the servers, which are started with '-Y'.
	 */
	private @Nullable String password;

	private final Breaker breaker = new Breaker();

	private final Ssl ssl = new Ssl();

	private final Discovery discovery = new Discovery();

	public List<String> getServers() {
		return this.servers;
	}

	public void setServers(List<String> servers) {
		this.servers = servers;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public DataSize getMaxItemSize() {
		return this.maxItemSize;
	}

	public void setMaxItemSize(DataSize maxItemSize) {
		this.maxItemSize = maxItemSize;
	}

	public int getMaxInFlight() {
		return this.maxInFlight;
	}

	public void setMaxInFlight(int maxInFlight) {
		this.maxInFlight = maxInFlight;
	}

	public int getPendingDeletes() {
		return this.pendingDeletes;
	}

	public void setPendingDeletes(int pendingDeletes) {
		this.pendingDeletes = pendingDeletes;
	}

	public @Nullable String getUsername() {
		return this.username;
	}

	public void setUsername(@Nullable String username) {
		this.username = username;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

	public Breaker getBreaker() {
		return this.breaker;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public Discovery getDiscovery() {
		return this.discovery;
	}

	/**
	 * When a server that fails is left alone.
	 */
	public static class Breaker {

		/**
		 * Failures in a row after which a server is left alone.
		 */
		private int consecutiveFailures = 5;

		/**
		 * Share of failed commands from which a server is left alone, above 0 to 1.
		 */
		private double failureRate = 0.5;

		/**
		 * How many commands there must have been for the share of failures to count.
		 */
		private int minimumCalls = 20;

		/**
		 * Time over which the share of failures is taken.
		 */
		private Duration window = Duration.ofSeconds(1);

		/**
		 * How often a server that is left alone is asked whether it is back.
		 */
		private Duration probeInterval = Duration.ofSeconds(1);

		public int getConsecutiveFailures() {
			return this.consecutiveFailures;
		}

		public void setConsecutiveFailures(int consecutiveFailures) {
			this.consecutiveFailures = consecutiveFailures;
		}

		public double getFailureRate() {
			return this.failureRate;
		}

		public void setFailureRate(double failureRate) {
			this.failureRate = failureRate;
		}

		public int getMinimumCalls() {
			return this.minimumCalls;
		}

		public void setMinimumCalls(int minimumCalls) {
			this.minimumCalls = minimumCalls;
		}

		public Duration getWindow() {
			return this.window;
		}

		public void setWindow(Duration window) {
			this.window = window;
		}

		public Duration getProbeInterval() {
			return this.probeInterval;
		}

		public void setProbeInterval(Duration probeInterval) {
			this.probeInterval = probeInterval;
		}

	}

	/**
	 * How connections are encrypted.
	 */
	public static class Ssl {

		/**
		 * Whether connections are encrypted. By default they are if a bundle is named.
		 */
		private @Nullable Boolean enabled;

		/**
		 * Name of the SSL bundle with the trusted certificates, and the client's own if
		 * the servers ask for one. Without a name the JDK's trusted certificates are
		 * used.
		 */
		private @Nullable String bundle;

		public boolean isEnabled() {
			return (this.enabled != null) ? this.enabled : this.bundle != null;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

	/**
	 * Where the servers are asked for.
	 */
	public static class Discovery {

		/**
		 * Configuration endpoint of ElastiCache or discovery endpoint of Memorystore as
		 * 'host:port'. Takes the place of 'memcached.servers'.
		 */
		private @Nullable String endpoint;

		/**
		 * How often the endpoint is asked. At least one second.
		 */
		private Duration interval = Duration.ofSeconds(60);

		public @Nullable String getEndpoint() {
			return this.endpoint;
		}

		public void setEndpoint(@Nullable String endpoint) {
			this.endpoint = endpoint;
		}

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

	}

}
