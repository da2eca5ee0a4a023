package io.github.memcachedspring.generation;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * The record on a node that holds a cache's generation there. Created with add, changed
 * with check-and-set, and never to a lower number. A record that is gone, or lower than
 * one that was seen before, was lost together with the knowledge of how often it had been
 * raised: it is replaced by a number above all that were ever given.
 */
final class GenerationRecord {

	private static final int RANDOM_BITS = 16;

	/** Of the year 2248; no record holds it unless somebody else wrote there. */
	private static final long IMPLAUSIBLE = (1L << 43) << RANDOM_BITS;

	/** Each further try means that another instance just changed the record. */
	private static final int MAX_TRIES = 16;

	private final NodeOperations node;

	private final MemcachedKey key;

	GenerationRecord(NodeOperations node, MemcachedKey key) {
		this.node = node;
		this.key = key;
	}

	/**
	 * Reads the record, or makes it good.
	 * @param floor highest generation that was seen before
	 */
	Reply<Long> read(long floor) {
		return read(floor, MAX_TRIES);
	}

	private Reply<Long> read(long floor, int tries) {
		return this.node.get(this.key).flatMap((item) -> {
			long stored = parse(item);
			if (stored != Generations.UNKNOWN && stored >= floor) {
				return Reply.of(stored);
			}
			long next = above(Math.max(floor, stored));
			return store(item, next)
				.flatMap((done) -> done ? Reply.of(next) : again(tries, () -> read(floor, tries - 1)));
		});
	}

	/**
	 * Raises the record.
	 * @param floor highest generation that was seen before
	 */
	Reply<Long> raise(long floor) {
		return raise(floor, MAX_TRIES);
	}

	private Reply<Long> raise(long floor, int tries) {
		return this.node.get(this.key).flatMap((item) -> {
			long stored = parse(item);
			if (tries < MAX_TRIES && stored > floor) {
				// Another instance raised it after this call began: that serves as well.
				return Reply.of(stored);
			}
			long highest = Math.max(floor, stored);
			long next = above(highest);
			return store(item, next)
				.flatMap((done) -> done ? Reply.of(next) : again(tries, () -> raise(highest, tries - 1)));
		});
	}

	private Reply<Boolean> store(@Nullable Item item, long generation) {
		byte[] value = Long.toString(generation).getBytes(StandardCharsets.US_ASCII);
		CasToken token = (item != null) ? item.token() : null;
		Reply<StoreResult> result = (token != null) ? this.node.compareAndSet(this.key, value, Expiration.NEVER, token)
				: this.node.add(this.key, value, Expiration.NEVER);
		return result.map((outcome) -> outcome == StoreResult.STORED);
	}

	private Reply<Long> again(int tries, Supplier<Reply<Long>> next) {
		return (tries > 1) ? next.get()
				: Reply.failed(new MemcachedException("The generation record '%s' kept changing".formatted(this.key),
						this.node.nodeOf(this.key)));
	}

	private static long parse(@Nullable Item item) {
		if (item == null) {
			return Generations.UNKNOWN;
		}
		try {
			long stored = Long.parseLong(new String(item.value(), StandardCharsets.US_ASCII));
			return (stored < IMPLAUSIBLE) ? stored : Generations.UNKNOWN;
		}
		catch (NumberFormatException ex) {
			return Generations.UNKNOWN;
		}
	}

	private static long above(long generation) {
		long millis = Math.max(System.currentTimeMillis(), (generation >>> RANDOM_BITS) + 1);
		return millis << RANDOM_BITS | ThreadLocalRandom.current().nextInt(1 << RANDOM_BITS);
	}

}
