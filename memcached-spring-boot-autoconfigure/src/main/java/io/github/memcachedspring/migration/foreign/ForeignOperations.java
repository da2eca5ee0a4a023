package io.github.memcachedspring.migration.foreign;

import java.util.List;
import java.util.function.Function;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.RoutingOperations;
import io.github.memcachedspring.transcoder.Transcoder;
import org.jspecify.annotations.Nullable;

/**
 * Makes a cluster on which another library keeps the entries of caches look as if this
 * library had written them. Its entries are read and removed; nothing is ever stored in
 * the form of the other library. A clear is remembered on the cluster in a record of this
 * library: from then on its entries count no more, since they do not tell whether they
 * were stored before it or after it. Everything but caches is kept there as usual.
 *
 * @since 0.1.0
 */
public final class ForeignOperations extends RoutingOperations {

	static final String ENTRIES = "c";

	static final String GENERATIONS = "g";

	private final MemcachedOperations old;

	private final ForeignKeys keys;

	private final ForeignEntries entries;

	/**
	 * Creates the adapter.
	 * @param old the cluster
	 * @param keys where the entries are
	 * @param values what they mean
	 * @param transcoders returns the transcoder of a cache by the cache's name
	 */
	public ForeignOperations(MemcachedOperations old, ForeignKeys keys, ForeignValues values,
			Function<String, Transcoder> transcoders) {
		this.old = old;
		this.keys = keys;
		this.entries = new ForeignEntries(this, old, keys, new ForeignReader(values, transcoders));
	}

	@Override
	protected MemcachedOperations route(MemcachedKey key) {
		return switch (key.getSpace().getKind()) {
			case ENTRIES -> this.entries;
			case GENERATIONS -> on(nodeOf(key));
			default -> this.old;
		};
	}

	MemcachedOperations entries() {
		return this.entries;
	}

	@Override
	public List<MemcachedNode> nodes() {
		return this.old.nodes();
	}

	/**
	 * Where the generation is kept that counts for an entry: with what makes it valid.
	 */
	@Override
	public MemcachedNode nodeOf(MemcachedKey key) {
		MemcachedKey anchor = key.getSpace().getKind().equals(ENTRIES) ? anchor(key) : null;
		return this.old.nodeOf((anchor != null) ? anchor : key);
	}

	private @Nullable MemcachedKey anchor(MemcachedKey key) {
		OriginalKey original = OriginalKey.parse(key.getKey());
		return (original != null) ? this.keys.anchor(key.getSpace().getName(), original.text()) : null;
	}

	@Override
	public NodeOperations on(MemcachedNode node) {
		return new ForeignNode(this, this.old, this.old.on(node), this.keys);
	}

}
