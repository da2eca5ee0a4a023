package io.github.memcachedspring.migration;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.generation.Generations;
import io.github.memcachedspring.transcoder.TranscodingException;
import org.jspecify.annotations.Nullable;

/**
 * Entries of caches on the old cluster. One counts if it carries the generation that its
 * node has at this moment, and nothing bars it. Its copy carries the generation that its
 * node on the new cluster had before the old one was asked: a clear raises the old
 * cluster first, so it came before the question, which refuses the entry, or it outdates
 * the copy.
 */
final class OldEntries implements OldValues {

	private final MemcachedOperations newCluster;

	private final OldCluster oldCluster;

	private final OldEntryReader reader;

	private final CacheGenerations newGenerations;

	private final CacheGenerations oldGenerations;

	private final Bars bars;

	private final CopyExpirations expirations;

	private final ProgressCounters counters;

	OldEntries(MemcachedOperations newCluster, OldCluster oldCluster, OldEntryReader reader,
			CacheGenerations newGenerations, CacheGenerations oldGenerations, Bars bars,
			MigrationController controller) {
		this.newCluster = newCluster;
		this.oldCluster = oldCluster;
		this.reader = reader;
		this.newGenerations = newGenerations;
		this.oldGenerations = oldGenerations;
		this.bars = bars;
		this.expirations = new CopyExpirations(controller.settings());
		this.counters = controller.counters();
	}

	@Override
	public Reply<OldValue> find(MemcachedKey key) {
		return look(key, (question) -> question.barred.flatMap((barred) -> {
			if (barred) {
				this.counters.barred.increment();
				return Reply.of(OldValue.NONE);
			}
			return judged(question, false);
		}));
	}

	@Override
	public Reply<OldValue> read(MemcachedKey key) {
		return look(key, (question) -> question.barred.flatMap((barred) -> judged(question, barred)));
	}

	private Reply<OldValue> look(MemcachedKey key, Judge judge) {
		MemcachedKey oldKey = this.reader.oldKey(key);
		if (oldKey == null) {
			return Reply.of(OldValue.NONE);
		}
		Generations generations = this.newGenerations.of(key.getSpace());
		long known = generations.known(this.newCluster.nodeOf(key));
		if (known != Generations.UNKNOWN) {
			return judge.apply(ask(key, oldKey, known));
		}
		return generations.current(this.newCluster.nodeOf(key))
			.flatMap((generation) -> judge.apply(ask(key, oldKey, generation)));
	}

	/** The entry before the generation, or it could be ahead of it. */
	private Question ask(MemcachedKey key, MemcachedKey oldKey, long newGeneration) {
		long sentAt = System.nanoTime();
		Reply<Boolean> barred = this.bars.isBarred(key);
		Reply<@Nullable Item> item = this.oldCluster.get(key);
		Reply<Long> generation = this.reader.isOwnFormat()
				? this.oldGenerations.of(oldKey.getSpace()).reread(this.oldCluster.operations().nodeOf(key))
				: Reply.of(Generations.UNKNOWN);
		return new Question(key, newGeneration, sentAt, barred, item, generation);
	}

	private Reply<OldValue> judged(Question question, boolean barred) {
		return question.item.flatMap((item) -> {
			if (item == null || item.isStub() || item.stale() || barred) {
				return Reply.of(OldValue.dead(item));
			}
			return question.generation
				.map((generation) -> judge(question.key, item, generation, question.newGeneration, question.sentAt));
		});
	}

	/**
	 * Decides whether an item counts.
	 * @param key the key on the new cluster
	 * @param item what was found, neither a stub nor stale
	 * @param generation the generation that its node had after that
	 * @param newGeneration that of the node on the new cluster, from before
	 * @param sentAt when it was asked for
	 */
	OldValue judge(MemcachedKey key, Item item, long generation, long newGeneration, long sentAt) {
		Item content = Fences.unwrap(item);
		OldEntry entry = content.isStub() ? null : this.reader.read(key, content);
		if (entry == null || entry.generation() != generation) {
			return OldValue.dead(item);
		}
		try {
			return new OldValue(item, entry.bytes().apply(newGeneration),
					this.expirations.of(key, item, entry.remainingSeconds(), sentAt));
		}
		catch (TranscodingException ex) {
			return OldValue.dead(item);
		}
	}

	/** Decides once the answers are there. */
	private interface Judge {

		Reply<OldValue> apply(Question question);

	}

	/**
	 * What was asked.
	 *
	 * @param key the key on the new cluster
	 * @param newGeneration the generation of its node
	 * @param sentAt when it was asked
	 * @param barred whether the old cluster does not count
	 * @param item what the old cluster has
	 * @param generation the generation of the node that has it
	 */
	private record Question(MemcachedKey key, long newGeneration, long sentAt, Reply<Boolean> barred,
			Reply<@Nullable Item> item, Reply<Long> generation) {
	}

}
