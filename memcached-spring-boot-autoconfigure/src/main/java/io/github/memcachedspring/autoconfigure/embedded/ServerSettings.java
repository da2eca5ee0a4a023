package io.github.memcachedspring.autoconfigure.embedded;

import java.io.UncheckedIOException;

import io.github.memcachedspring.autoconfigure.MemcachedProperties;
import io.github.memcachedspring.embedded.EmbeddedMemcached;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * What a server is started with.
 *
 * @param port to listen on; 0 for any free one
 * @param memoryLimit for all items
 * @param maxItemSize the largest item that the client sends or reads
 */
record ServerSettings(int port, DataSize memoryLimit, DataSize maxItemSize) {

	private static final String PORT = "memcached.embedded.port";

	ServerSettings {
		if (memoryLimit.toBytes() / 2 < maxItemSize.toBytes()) {
			throw new InvalidConfigurationPropertyValueException("memcached.embedded.memory-limit", memoryLimit,
					"Must be at least twice 'memcached.max-item-size' (%s).".formatted(maxItemSize));
		}
	}

	static ServerSettings of(EmbeddedMemcachedProperties server, MemcachedProperties client) {
		return new ServerSettings(server.getPort(), server.getMemoryLimit(), client.getMaxItemSize());
	}

	/**
	 * Starts a server.
	 * @throws InvalidConfigurationPropertyValueException if it cannot be started so
	 */
	EmbeddedMemcached start() {
		EmbeddedMemcached.Builder builder = builder();
		try {
			return builder.maxItemSize(this.maxItemSize.toBytes()).start();
		}
		catch (UncheckedIOException ex) {
			throw invalid(PORT, this.port, ex);
		}
		catch (IllegalArgumentException ex) {
			throw invalid("memcached.max-item-size", this.maxItemSize, ex);
		}
	}

	private EmbeddedMemcached.Builder builder() {
		try {
			return EmbeddedMemcached.builder().memoryLimit(this.memoryLimit.toBytes()).port(this.port);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(PORT, this.port, ex);
		}
	}

	private static RuntimeException invalid(String property, Object value, RuntimeException cause) {
		return new InvalidConfigurationPropertyValueException(property, value, cause.getMessage(), cause);
	}

}
