package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;
import java.util.List;

import io.github.memcachedspring.client.MemcachedNode;

import org.springframework.util.Assert;

/**
 * Settings of a connection to a cluster. Immutable; changed by copy.
 *
 * @since 0.1.0
 */
public final class XMemcachedSettings {

	private static final int DEFAULT_MAX_ITEM_SIZE = 1024 * 1024;

	private final List<MemcachedNode> nodes;

	private final Duration timeout;

	private final Duration connectTimeout;

	private final int maxItemSize;

	private XMemcachedSettings(List<MemcachedNode> nodes, Duration timeout, Duration connectTimeout, int maxItemSize) {
		Assert.notEmpty(nodes, "'nodes' must not be empty");
		Assert.isTrue(nodes.stream().distinct().count() == nodes.size(),
				() -> "'nodes' must not name a node twice: %s".formatted(nodes));
		Assert.isTrue(timeout.toMillis() > 0, () -> "'timeout' must be at least 1 ms: %s".formatted(timeout));
		Assert.isTrue(connectTimeout.toMillis() > 0,
				() -> "'connectTimeout' must be at least 1 ms: %s".formatted(connectTimeout));
		Assert.isTrue(maxItemSize > 0, () -> "'maxItemSize' must be positive: %d".formatted(maxItemSize));
		this.nodes = List.copyOf(nodes);
		this.timeout = timeout;
		this.connectTimeout = connectTimeout;
		this.maxItemSize = maxItemSize;
	}

	/**
	 * Returns settings with 500 ms for a command, 1 s for a connection and 1 MB for an
	 * item.
	 * @param nodes the cluster's nodes; their names decide which keys they hold
	 * @return the settings
	 */
	public static XMemcachedSettings of(List<MemcachedNode> nodes) {
		return new XMemcachedSettings(nodes, Duration.ofMillis(500), Duration.ofSeconds(1), DEFAULT_MAX_ITEM_SIZE);
	}

	/**
	 * Returns a copy with another command timeout.
	 * @param timeout how long a caller waits for an answer at most
	 * @return the copy
	 */
	public XMemcachedSettings timeout(Duration timeout) {
		return new XMemcachedSettings(this.nodes, timeout, this.connectTimeout, this.maxItemSize);
	}

	/**
	 * Returns a copy with another connect timeout.
	 * @param connectTimeout how long connecting to a node and probing it may take; no
	 * caller waits for it
	 * @return the copy
	 */
	public XMemcachedSettings connectTimeout(Duration connectTimeout) {
		return new XMemcachedSettings(this.nodes, this.timeout, connectTimeout, this.maxItemSize);
	}

	/**
	 * Returns a copy with another item limit.
	 * @param maxItemSize largest value in bytes that is read or stored, the servers'
	 * {@code -I}
	 * @return the copy
	 */
	public XMemcachedSettings maxItemSize(int maxItemSize) {
		return new XMemcachedSettings(this.nodes, this.timeout, this.connectTimeout, maxItemSize);
	}

	List<MemcachedNode> nodes() {
		return this.nodes;
	}

	Duration timeout() {
		return this.timeout;
	}

	Duration connectTimeout() {
		return this.connectTimeout;
	}

	int maxItemSize() {
		return this.maxItemSize;
	}

}
