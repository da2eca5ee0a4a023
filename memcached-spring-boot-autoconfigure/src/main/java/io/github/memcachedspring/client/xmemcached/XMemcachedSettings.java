package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.memcachedspring.client.MemcachedNode;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Settings of a connection to a cluster. Immutable; changed by copy.
 *
 * @since 0.1.0
 */
public final class XMemcachedSettings {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(500);

	private final Settings settings;

	private XMemcachedSettings(Settings settings) {
		this.settings = settings;
	}

	/**
	 * Returns settings with 500 ms for a command, 1 s for a connection, 1,024 commands in
	 * flight per node and 1 MB for an item, without TLS and authentication.
	 * @param nodes the cluster's nodes; their names decide which keys they hold
	 * @return the settings
	 */
	public static XMemcachedSettings of(List<MemcachedNode> nodes) {
		return new XMemcachedSettings(new Settings(checked(nodes)));
	}

	/**
	 * Returns settings for a cluster whose nodes are found while the client runs.
	 * @param nodes the nodes that are known so far, possibly none; until the first are
	 * {@linkplain XMemcachedOperations#setNodes set}, every command fails at once
	 * @return the settings, otherwise as those of {@link #of}
	 */
	public static XMemcachedSettings ofDiscovered(List<MemcachedNode> nodes) {
		Settings settings = new Settings(nodes.isEmpty() ? List.of() : checked(nodes));
		settings.nodesExpected = Integer.MAX_VALUE;
		return new XMemcachedSettings(settings);
	}

	static List<MemcachedNode> checked(List<MemcachedNode> nodes) {
		Assert.notEmpty(nodes, "'nodes' must not be empty");
		Assert.isTrue(nodes.stream().distinct().count() == nodes.size(),
				() -> "'nodes' must not name a node twice: %s".formatted(nodes));
		return List.copyOf(nodes);
	}

	private XMemcachedSettings with(Consumer<Settings> change) {
		Settings copy = this.settings.copy();
		change.accept(copy);
		return new XMemcachedSettings(copy);
	}

	/**
	 * Changes the command timeout.
	 * @param timeout how long a caller waits for an answer at most, at least 1 ms
	 * @return the copy
	 */
	public XMemcachedSettings timeout(Duration timeout) {
		Duration checked = atLeastOneMillisecond("timeout", timeout);
		return timeout(() -> checked);
	}

	/**
	 * Changes the command timeout to one that is not always the same.
	 * @param timeout tells how long a caller waits for an answer at most, at least 1 ms;
	 * asked more than once for each command, so it has to be quick
	 * @return the copy
	 */
	public XMemcachedSettings timeout(Supplier<Duration> timeout) {
		return with((settings) -> settings.timeout = timeout);
	}

	/**
	 * Changes the connect timeout.
	 * @param connectTimeout how long connecting to a node and probing it may take, at
	 * least 1 ms; no caller waits for it
	 * @return the copy
	 */
	public XMemcachedSettings connectTimeout(Duration connectTimeout) {
		return with((settings) -> settings.connectTimeout = atLeastOneMillisecond("connectTimeout", connectTimeout));
	}

	/**
	 * Changes the item limit.
	 * @param maxItemSize largest value in bytes that is read or stored, the servers'
	 * {@code -I}
	 * @return the copy
	 */
	public XMemcachedSettings maxItemSize(int maxItemSize) {
		Assert.isTrue(maxItemSize > 0, () -> "'maxItemSize' must be positive: %d".formatted(maxItemSize));
		return with((settings) -> settings.maxItemSize = maxItemSize);
	}

	/**
	 * Changes how many commands may wait for a node's answers; what exceeds that is
	 * rejected at once.
	 * @param maxInFlight limit per node, at least 1
	 * @return the copy
	 */
	public XMemcachedSettings maxInFlight(int maxInFlight) {
		Assert.isTrue(maxInFlight > 0, () -> "'maxInFlight' must be positive: %d".formatted(maxInFlight));
		return with((settings) -> settings.maxInFlight = maxInFlight);
	}

	/**
	 * Changes how connections are encrypted.
	 * @param tls the settings, or {@code null} for no encryption
	 * @return the copy
	 */
	public XMemcachedSettings tls(@Nullable TlsSettings tls) {
		return with((settings) -> settings.tls = tls);
	}

	/**
	 * Changes what the servers are told about who connects.
	 * @param credentials asked for each connection, so that a new password is taken from
	 * then on; it may give {@code null} for none, and may block up to the connect timeout
	 * @return the copy
	 */
	public XMemcachedSettings credentials(Supplier<@Nullable Credentials> credentials) {
		return with((settings) -> settings.credentials = credentials);
	}

	/**
	 * Changes what messages call the properties that these settings come from, for
	 * whoever has to correct them.
	 * @param propertyPrefix what their names begin with, {@code memcached} by default
	 * @return the copy
	 */
	public XMemcachedSettings propertyPrefix(String propertyPrefix) {
		return with((settings) -> settings.propertyPrefix = propertyPrefix);
	}

	/**
	 * Changes what messages about a server that cannot hold leases say at the end.
	 * @param refusalHint what can be done about it, apart from another server; nothing by
	 * default
	 * @return the copy
	 */
	public XMemcachedSettings refusalHint(String refusalHint) {
		return with((settings) -> settings.refusalHint = refusalHint);
	}

	/**
	 * Changes which node holds which key. By default that is ketama's consistent hashing
	 * with the nodes' names.
	 * @param distribution the distribution over the nodes of these settings
	 * @return the copy
	 */
	public XMemcachedSettings distribution(Distribution distribution) {
		return with((settings) -> settings.distribution = distribution);
	}

	/**
	 * Changes whether the servers are asked with the commands from before meta commands,
	 * for the old cluster of a migration that is memcached before 1.6 or a proxy. They
	 * neither hold leases nor tell how long an item lives, so only reads, puts, adds,
	 * conditional stores and evicts work; all else fails.
	 * @param classicCommands whether there are no meta commands
	 * @return the copy
	 */
	public XMemcachedSettings classicCommands(boolean classicCommands) {
		return with((settings) -> settings.classicCommands = classicCommands);
	}

	List<MemcachedNode> nodes() {
		return this.settings.nodes;
	}

	/** Returns how many nodes there may come to be. */
	int nodesExpected() {
		return this.settings.nodesExpected;
	}

	/**
	 * Returns the command timeout.
	 * @return how long a caller waits for an answer at most
	 */
	public Duration getTimeout() {
		return this.settings.timeout.get();
	}

	Duration connectTimeout() {
		return this.settings.connectTimeout;
	}

	int maxItemSize() {
		return this.settings.maxItemSize;
	}

	/**
	 * Returns how keys are distributed over some nodes, for there may be others later.
	 */
	Distribution distributionOver(List<MemcachedNode> nodes) {
		Distribution distribution = this.settings.distribution;
		if (distribution == null || nodes.isEmpty()) {
			return new KetamaRing(nodes)::indexOf;
		}
		Assert.state(nodes.equals(this.settings.nodes),
				() -> "The nodes cannot be changed to %s, for the distribution that was set is made for %s"
					.formatted(nodes, this.settings.nodes));
		return distribution;
	}

	int maxInFlight() {
		return this.settings.maxInFlight;
	}

	boolean classicCommands() {
		return this.settings.classicCommands;
	}

	@Nullable TlsSettings tls() {
		return this.settings.tls;
	}

	@Nullable Credentials credentials() {
		return this.settings.credentials.get();
	}

	String propertyPrefix() {
		return this.settings.propertyPrefix;
	}

	@Nullable String refusalHint() {
		return this.settings.refusalHint;
	}

	private static Duration atLeastOneMillisecond(String name, Duration duration) {
		Assert.isTrue(duration.toMillis() > 0, () -> "'%s' must be at least 1 ms: %s".formatted(name, duration));
		return duration;
	}

	/** Changed only before it is handed out. */
	private static final class Settings implements Cloneable {

		private final List<MemcachedNode> nodes;

		private int nodesExpected;

		private Supplier<Duration> timeout = () -> DEFAULT_TIMEOUT;

		private Duration connectTimeout = Duration.ofSeconds(1);

		private int maxItemSize = 1024 * 1024;

		private int maxInFlight = 1024;

		private @Nullable Distribution distribution;

		private boolean classicCommands;

		private @Nullable TlsSettings tls;

		private Supplier<@Nullable Credentials> credentials = () -> null;

		private String propertyPrefix = "memcached";

		private @Nullable String refusalHint;

		Settings(List<MemcachedNode> nodes) {
			this.nodes = nodes;
			this.nodesExpected = nodes.size();
		}

		Settings copy() {
			try {
				return (Settings) clone();
			}
			catch (CloneNotSupportedException ex) {
				throw new IllegalStateException("Settings can be cloned", ex);
			}
		}

	}

}
