package io.github.memcachedspring.migration;

import java.util.List;
import java.util.Objects;

import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.lease.fleet.Races;

/**
 * A source that several JVMs have in common: counters of a memcached of its own.
 */
final class SharedRows implements Source, AutoCloseable {

	/** The first version is that of rows that nobody has written. */
	private static final Counting WRITE = Counting.increment(1).orCreate(2, Expiration.NEVER);

	private static final KeySpace ROWS = KeySpace.of("", "row", "");

	private final XMemcachedOperations operations;

	SharedRows(MemcachedNode node) {
		this.operations = XMemcachedOperations.connect(XMemcachedSettings.of(List.of(node)).timeout(App.PATIENCE));
	}

	@Override
	public long write(String key) {
		return Objects.requireNonNull(this.operations.count(ROWS.key(key), WRITE).await());
	}

	@Override
	public long load(String key) {
		MemcachedKey row = ROWS.key(key);
		Long version = this.operations.count(row, Counting.increment(0)).await();
		Races.pause();
		return (version != null) ? version : 1;
	}

	@Override
	public void close() {
		this.operations.close();
	}

}
