package io.github.memcachedspring.migration;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.xmemcached.KeyDump;
import io.github.memcachedspring.client.xmemcached.KeyDump.DumpRefusedException;
import io.github.memcachedspring.client.xmemcached.KeyDump.DumpedItem;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The keys of all nodes of the old cluster, as many at a time as their reader takes:
 * first those that are in use, then the others. A list that breaks off is read once more
 * from its beginning, for its order is the server's.
 */
final class OldKeyLists {

	private static final Log logger = LogFactory.getLog(BulkCopy.class);

	/** Enough to keep a connection busy. */
	private static final int BATCH = 256;

	/** So much of values is in memory for each thread. */
	private static final long BATCH_BYTES = 1024 * 1024;

	/** What counts as in use. A server takes note of an access up to a minute late. */
	private static final Duration RECENT = Duration.ofMinutes(10);

	/** For how long a server may be making a list for others. */
	private static final int MOST_BUSY = 60;

	private static final int MOST_LOST = 3;

	private static final long PAUSE_MILLIS = 1000;

	private final MemcachedOperations oldCluster;

	private final XMemcachedSettings settings;

	private final OldWireKeys keys;

	private final BulkCounters counters;

	private final long recentSince;

	private long items;

	private long rest;

	OldKeyLists(MemcachedOperations oldCluster, XMemcachedSettings settings, OldWireKeys keys, BulkCounters counters) {
		this(oldCluster, settings, keys, counters, System.currentTimeMillis() / 1000 - RECENT.toSeconds());
	}

	OldKeyLists(MemcachedOperations oldCluster, XMemcachedSettings settings, OldWireKeys keys, BulkCounters counters,
			long recentSince) {
		this.oldCluster = oldCluster;
		this.settings = settings;
		this.keys = keys;
		this.counters = counters;
		this.recentSince = recentSince;
	}

	/** Returns how many entries there are, as far as that is known by now. */
	long size() {
		return Math.max(this.items, 0);
	}

	/**
	 * Reads all keys.
	 * @param reader takes them
	 * @return whether the reader has taken all
	 */
	boolean read(Reader reader) throws InterruptedException {
		List<MemcachedNode> nodes = this.oldCluster.nodes();
		this.items = nodes.stream().mapToLong(this::items).sum();
		List<MemcachedNode> withRest = new ArrayList<>();
		for (MemcachedNode node : nodes) {
			this.rest = 0;
			if (!read(node, true, reader)) {
				return false;
			}
			if (this.rest > 0) {
				withRest.add(node);
			}
		}
		for (MemcachedNode node : withRest) {
			if (!read(node, false, reader)) {
				return false;
			}
		}
		return true;
	}

	private long items(MemcachedNode node) {
		try {
			Map<String, String> stats = this.oldCluster.on(node).stats().await();
			return Long.parseLong(stats.getOrDefault("curr_items", "0"));
		}
		catch (MemcachedException | NumberFormatException ex) {
			logger.debug("Memcached node '%s' does not tell how many items it has".formatted(node), ex);
			return 0;
		}
	}

	private boolean read(MemcachedNode node, boolean recent, Reader reader) throws InterruptedException {
		int busy = 0;
		int lost = 0;
		while (true) {
			try {
				return list(node, recent, reader);
			}
			catch (DumpRefusedException ex) {
				if (!ex.isBusy() || ++busy > MOST_BUSY) {
					return skip(node, ex);
				}
			}
			catch (IOException ex) {
				if (++lost > MOST_LOST) {
					return skip(node, ex);
				}
				logger.debug("The list of keys of memcached node '%s' broke off".formatted(node), ex);
			}
			Thread.sleep(PAUSE_MILLIS);
		}
	}

	private boolean skip(MemcachedNode node, IOException reason) {
		this.counters.skippedNodes.increment();
		logger.warn(("Memcached node '%s' of the old cluster does not list its keys (%s); what it has is copied when "
				+ "it is read")
			.formatted(node, reason.getMessage()));
		return true;
	}

	private boolean list(MemcachedNode node, boolean recent, Reader reader) throws IOException, InterruptedException {
		List<MemcachedKey> batch = new ArrayList<>(BATCH);
		long bytes = 0;
		try (KeyDump dump = KeyDump.open(node, this.settings)) {
			for (DumpedItem item = dump.next(); item != null; item = dump.next()) {
				if ((item.lastAccess() >= this.recentSince) != recent) {
					this.rest++;
					continue;
				}
				MemcachedKey key = this.keys.newKey(item.key(), node);
				if (key == null) {
					this.items--;
					continue;
				}
				batch.add(key);
				bytes += item.size();
				if (batch.size() == BATCH || bytes >= BATCH_BYTES) {
					if (!reader.take(batch)) {
						return false;
					}
					batch = new ArrayList<>(BATCH);
					bytes = 0;
				}
			}
		}
		return batch.isEmpty() || reader.take(batch);
	}

	/** Takes keys, when it has come to an end with those before. */
	@FunctionalInterface
	interface Reader {

		/** Returns whether there may be more. */
		boolean take(List<MemcachedKey> keys) throws InterruptedException;

	}

}
