package io.github.memcachedspring.client.xmemcached;

import java.util.List;
import java.util.Objects;

import javax.net.ssl.SSLContext;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.TestCertificates;
import org.jspecify.annotations.Nullable;

/**
 * Settings for encrypted connections in tests.
 */
final class Secure {

	private Secure() {
	}

	/** Trusts the test's authority. */
	static XMemcachedSettings settings(MemcachedNode... nodes) {
		return settings(TestCertificates.get().context(TestCertificates.CA, null), List.of(), nodes);
	}

	static XMemcachedSettings settings(SSLContext context, List<String> protocols, MemcachedNode... nodes) {
		return Engines.settings(nodes).tls(new TlsSettings(() -> context, protocols, List.of()));
	}

	static MemcachedNode named(String host, int port) {
		return new MemcachedNode(host, port);
	}

	/** Returns what a caller is told, or null if the command went through. */
	static @Nullable String failure(XMemcachedOperations operations) {
		try {
			operations.on(operations.nodes().get(0)).ping().await();
			return null;
		}
		catch (RuntimeException ex) {
			return Objects.requireNonNull(ex.getMessage());
		}
	}

}
