package io.github.memcachedspring.atomic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

/**
 * Counters in a namespace that no other test has.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
abstract class CountersContract {

	static final Duration MINUTE = Duration.ofMinutes(1);

	final MemcachedServer server;

	final XMemcachedOperations operations;

	final MemcachedCounters all;

	@SuppressWarnings("NullAway.Init")
	MemcachedCounters counters;

	@SuppressWarnings("NullAway.Init")
	KeySpace space;

	CountersContract(MemcachedServer server) {
		this.server = server;
		this.operations = AtomicUpdatesContract.connect(AtomicUpdatesContract.TIMEOUT, server.node());
		this.all = MemcachedCounters.builder(this.operations).build();
	}

	@BeforeEach
	void name(TestInfo test) {
		this.counters = this.all.namespace(test.getDisplayName());
		this.space = KeySpace.of("", "n", test.getDisplayName());
	}

	@AfterEach
	void close() {
		this.all.destroy();
		this.operations.close();
	}

	MemcachedKey key(String key) {
		return this.space.key(key);
	}

	void put(String key, String value) {
		this.operations.put(key(key), value.getBytes(StandardCharsets.UTF_8), Expiration.after(MINUTE)).await();
	}

	String stored(String key) {
		return new String(this.operations.get(key(key)).await().value(), StandardCharsets.UTF_8);
	}

}
