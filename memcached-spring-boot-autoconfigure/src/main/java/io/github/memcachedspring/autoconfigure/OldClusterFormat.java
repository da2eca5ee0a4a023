package io.github.memcachedspring.autoconfigure;

import java.util.List;

import io.github.memcachedspring.autoconfigure.MemcachedMigrationProperties.DistributionType;
import io.github.memcachedspring.autoconfigure.MemcachedMigrationProperties.Format;
import io.github.memcachedspring.autoconfigure.MemcachedMigrationProperties.From;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.Distribution;
import io.github.memcachedspring.migration.foreign.ForeignKeyMapper;
import io.github.memcachedspring.migration.foreign.ForeignKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Where entries are on the old cluster, and who has written them.
 */
final class OldClusterFormat {

	private static final String ROOT = MigrationSettingsFactory.ROOT + "from.";

	private static final String SIXHOURS_PREFIX = "memcached:spring-boot";

	/** Keeps our own records apart from those of the new cluster on the same servers. */
	private static final String FOREIGN_SUFFIX = "~old";

	private final From from;

	private final String newKeyPrefix;

	OldClusterFormat(From from, String newKeyPrefix) {
		this.from = from;
		this.newKeyPrefix = newKeyPrefix;
	}

	boolean isForeign() {
		return this.from.getFormat() != Format.OWN;
	}

	/** Returns what the keys of this library begin with on the old cluster. */
	String keyPrefix() {
		if (isForeign()) {
			return this.newKeyPrefix + FOREIGN_SUFFIX;
		}
		String keyPrefix = this.from.getKeyPrefix();
		return (keyPrefix != null) ? keyPrefix : this.newKeyPrefix;
	}

	/** A write to the new cluster is followed by a removal from the old one. */
	void check(List<MemcachedNode> newNodes, List<MemcachedNode> oldNodes) {
		for (MemcachedNode node : oldNodes) {
			if (newNodes.contains(node) && keyPrefix().equals(this.newKeyPrefix)) {
				throw new InvalidConfigurationPropertyValueException(ROOT + "servers", node,
						"The server is one of the new cluster, too, and both have the key prefix '%s'. "
							.formatted(this.newKeyPrefix)
								+ "Name the servers of the old cluster, or set 'memcached.cache.key-prefix' to a new one "
								+ "and 'memcached.migration.from.key-prefix' to the old.");
			}
		}
	}

	/**
	 * Whether keys are distributed by the nodes' own names, whichever nodes there are.
	 */
	boolean isDistributedByNode() {
		return !isModulo() && this.from.getDistributionNames().isEmpty();
	}

	private boolean isModulo() {
		DistributionType type = this.from.getDistribution();
		return (type != null) ? type == DistributionType.MODULO : isForeign();
	}

	Distribution distribution(List<MemcachedNode> nodes) {
		List<String> names = this.from.getDistributionNames();
		if (isModulo()) {
			return Distribution.modulo(nodes.size());
		}
		if (names.isEmpty()) {
			return Distribution.ketama(nodes.stream().map(MemcachedNode::toString).toList());
		}
		if (names.size() != nodes.size()) {
			throw new InvalidConfigurationPropertyValueException(ROOT + "distribution-names", String.join(",", names),
					"There must be as many names as servers: %d.".formatted(nodes.size()));
		}
		return Distribution.ketama(names);
	}

	/** Tells where entries are, if another library has written them. */
	ForeignKeys keys(@Nullable ForeignKeyMapper mapper) {
		String keyPrefix = this.from.getKeyPrefix();
		if (this.from.getFormat() == Format.SIXHOURS) {
			return ForeignKeys.sixhours((keyPrefix != null) ? keyPrefix : SIXHOURS_PREFIX);
		}
		if (mapper != null) {
			return ForeignKeys.mappedBy(mapper);
		}
		try {
			return ForeignKeys.ofPattern(((keyPrefix != null) ? keyPrefix : "") + this.from.getKeyPattern());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(ROOT + "key-pattern", this.from.getKeyPattern(),
					"The pattern must have '{key}' in it, for example '{cache}:{key}'.", ex);
		}
	}

}
