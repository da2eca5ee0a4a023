package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the connection to memcached.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("memcached")
public class MemcachedProperties {

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

}
