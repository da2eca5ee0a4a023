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
 * first those that are in use, then the others. A node lists them in one go into files,
 * however slow the reader is, for it must not be held up in that ({@link KeyDump} says
 * why). A list that breaks off is made once more from its beginning, for its order is the
 * server's.
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
		List<NodeKeys> all = new ArrayList<>();
		try {
			for (MemcachedNode node : nodes) {
				NodeKeys listed = NodeKeys.create(node);
				all.add(listed);
				list(listed);
				if (!read(node, listed.recent(), reader)) {
					return false;
				}
			}
			for (NodeKeys listed : all) {
				if (!read(listed.node(), listed.others(), reader)) {
					return false;
				}
			}
			return true;
		}
		finally {
			all.forEach(NodeKeys::close);
		}
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

	private void list(NodeKeys listed) throws InterruptedException {
		int busy = 0;
		int lost = 0;
		while (true) {
			try {
				fill(listed);
				return;
			}
			catch (DumpRefusedException ex) {
				if (!ex.isBusy() || ++busy > MOST_BUSY) {
					skip(listed.node(), ex);
					return;
				}
			}
			catch (IOException ex) {
				if (++lost > MOST_LOST) {
					skip(listed.node(), ex);
					return;
				}
				logger.debug("The list of keys of memcached node '%s' broke off".formatted(listed.node()), ex);
			}
			Thread.sleep(PAUSE_MILLIS);
		}
	}

	private void fill(NodeKeys listed) throws IOException, InterruptedException {
		long dropped = 0;
		try (KeyDump dump = KeyDump.open(listed.node(), this.settings)) {
			DumpedItem item = dump.next();
			// Part of a list that broke off is better than none, if the next is refused.
			listed.clear();
			for (; item != null; item = dump.next()) {
				if (this.keys.newKey(item.key(), listed.node()) != null) {
					KeyFile file = (item.lastAccess() >= this.recentSince) ? listed.recent() : listed.others();
					file.add(item.key(), item.size());
				}
				else {
					dropped++;
				}
			}
		}
		this.items -= dropped;
	}

	private void skip(MemcachedNode node, IOException reason) {
		this.counters.skippedNodes.increment();
		logger.warn(("Memcached node '%s' of the old cluster does not list its keys (%s); what it has is copied when "
				+ "it is read")
			.formatted(node, reason.getMessage()));
	}

	private boolean read(MemcachedNode node, KeyFile file, Reader reader) throws InterruptedException {
		Batches batches = new Batches(node, reader);
		boolean toTheEnd = file.read(batches) && batches.finish();
		// There may be far more to come of other nodes.
		file.clear();
		return toTheEnd;
	}

	/**
	 * What a node has listed.
	 *
	 * @param node the node
	 * @param recent those in use
	 * @param others those not in use
	 */
	private record NodeKeys(MemcachedNode node, KeyFile recent, KeyFile others) {

		static NodeKeys create(MemcachedNode node) throws InterruptedException {
			KeyFile recent = KeyFile.create();
			try {
				return new NodeKeys(node, recent, KeyFile.create());
			}
			catch (RuntimeException | InterruptedException ex) {
				recent.close();
				throw ex;
			}
		}

		void clear() throws InterruptedException {
			this.recent.clear();
			this.others.clear();
		}

		void close() {
			this.recent.close();
			this.others.close();
		}

	}

	/** Puts keys together. */
	private final class Batches implements KeyFile.Reader {

		private final MemcachedNode node;

		private final Reader reader;

		private List<MemcachedKey> batch = new ArrayList<>(BATCH);

		private long bytes;

		Batches(MemcachedNode node, Reader reader) {
			this.node = node;
			this.reader = reader;
		}

		@Override
		public boolean take(byte[] wire, long size) throws InterruptedException {
			MemcachedKey key = OldKeyLists.this.keys.newKey(wire, this.node);
			if (key == null) {
				// The cluster's nodes have changed since.
				OldKeyLists.this.items--;
				return true;
			}
			this.batch.add(key);
			this.bytes += size;
			return (this.batch.size() < BATCH && this.bytes < BATCH_BYTES) || finish();
		}

		/** Has the reader take what is there. */
		boolean finish() throws InterruptedException {
			List<MemcachedKey> keys = this.batch;
			this.batch = new ArrayList<>(BATCH);
			this.bytes = 0;
			return keys.isEmpty() || this.reader.take(keys);
		}

	}

	/** Takes keys, when it has come to an end with those before. */
	@FunctionalInterface
	interface Reader {

		/** Returns whether there may be more. */
		boolean take(List<MemcachedKey> keys) throws InterruptedException;

	}

}
