package io.github.memcachedspring.client.xmemcached;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/**
 * Verbs on one server, under a key that no other test has.
 */
abstract class OneServerContract {

	final MemcachedServer server;

	final XMemcachedOperations operations;

	@SuppressWarnings("NullAway.Init")
	MemcachedKey key;

	OneServerContract(MemcachedServer server) {
		this.server = server;
		this.operations = Engines.connect(server.node());
	}

	@BeforeEach
	void nameKey(TestInfo test) {
		this.key = Engines.key(test.getDisplayName());
	}

	@AfterEach
	void close() {
		this.operations.close();
	}

}
