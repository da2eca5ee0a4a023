package io.github.memcachedspring.autoconfigure.embedded;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the embedded memcached. The largest item that it takes is
 * {@code memcached.max-item-size}.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("memcached.embedded")
public class EmbeddedMemcachedProperties {

	/**
	 * Whether to start a memcached within the application if 'memcached-embedded' is on
	 * the class path and neither 'memcached.servers' nor 'memcached.discovery.endpoint'
	 * is set.
	 */
	private boolean enabled = true;

	/**
	 * Port of the loopback interface that the embedded memcached listens on, '0' for any
	 * free one.
	 */
	private int port;

	/**
	 * Memory for all items of the embedded memcached, the servers' '-m'. Must be at least
	 * twice 'memcached.max-item-size'.
	 */
	private DataSize memoryLimit = DataSize.ofMegabytes(64);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public DataSize getMemoryLimit() {
		return this.memoryLimit;
	}

	public void setMemoryLimit(DataSize memoryLimit) {
		this.memoryLimit = memoryLimit;
	}

}
