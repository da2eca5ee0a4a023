package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.generation.Generations;
import io.github.memcachedspring.transcoder.EncodedEntry;
import io.github.memcachedspring.transcoder.TranscodingException;
import org.jspecify.annotations.Nullable;

/**
 * Has entries carry the generation of the other cluster if they carry that of one. What
 * is out of date on one is not made valid for the other.
 */
final class Stamps {

	private final MemcachedOperations newCluster;

	private final OldOperations oldCluster;

	private final CacheGenerations newGenerations;

	private final CacheGenerations oldGenerations;

	Stamps(MemcachedOperations newCluster, OldOperations oldCluster, CacheGenerations newGenerations,
			CacheGenerations oldGenerations) {
		this.newCluster = newCluster;
		this.oldCluster = oldCluster;
		this.newGenerations = newGenerations;
		this.oldGenerations = oldGenerations;
	}

	/** Makes an item of the new cluster one for readers who know the old one. */
	Reply<Item> toOld(MemcachedKey key, Item item) {
		EncodedEntry entry = item.isStub() ? null : read(item.value());
		if (entry == null) {
			return Reply.of(item);
		}
		long own = entry.header().generation();
		return newGeneration(key, own).flatMap((generation) -> (own != generation) ? Reply.of(item)
				: oldGeneration(key).map((old) -> new Item(entry.withGeneration(old), item.flags(), item.token(),
						item.remainingSeconds(), item.won(), item.lost(), item.stale())));
	}

	/** An entry that is ahead was stored after a clear that is not known here yet. */
	private Reply<Long> newGeneration(MemcachedKey key, long seen) {
		Generations generations = this.newGenerations.of(key.getSpace());
		return generations.current(this.newCluster.nodeOf(key))
			.flatMap((generation) -> (seen > generation) ? generations.reread(this.newCluster.nodeOf(key))
					: Reply.of(generation));
	}

	private Reply<Long> oldGeneration(MemcachedKey key) {
		return this.oldGenerations.of(this.oldCluster.old(key).getSpace()).current(this.oldCluster.nodeOf(key));
	}

	/**
	 * Makes a value that was made for the old cluster one for the new. Its generation is
	 * asked for first, so that it is outdated by a clear that the other does not show
	 * yet.
	 */
	Reply<byte[]> toNew(MemcachedKey key, byte[] value) {
		EncodedEntry entry = read(value);
		if (entry == null) {
			return Reply.of(value);
		}
		long own = entry.header().generation();
		return newGeneration(key, Generations.UNKNOWN).flatMap((generation) -> oldGeneration(key)
			.map((old) -> (own == old) ? entry.withGeneration(generation) : value));
	}

	/** Returns whether readers of the new cluster would take a value for valid. */
	Reply<Boolean> isOfNew(MemcachedKey key, byte[] value) {
		EncodedEntry entry = read(value);
		return (entry == null) ? Reply.of(true) : newGeneration(key, entry.header().generation())
			.map((generation) -> generation == entry.header().generation());
	}

	/** Returns whether readers of the old cluster would take a value for valid. */
	Reply<Boolean> isOfOld(MemcachedKey key, byte[] value) {
		EncodedEntry entry = read(value);
		return (entry == null) ? Reply.of(true)
				: oldGeneration(key).map((generation) -> generation == entry.header().generation());
	}

	private static @Nullable EncodedEntry read(byte[] item) {
		try {
			return EncodedEntry.of(item);
		}
		catch (TranscodingException ex) {
			return null;
		}
	}

}
