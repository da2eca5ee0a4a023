package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.memcachedspring.autoconfigure.MemcachedMigrationProperties.From;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.discovery.NodeDiscovery;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationPhase;
import io.github.memcachedspring.migration.foreign.ForeignKeyMapper;
import io.github.memcachedspring.migration.foreign.ForeignKeys;
import io.github.memcachedspring.migration.foreign.ForeignOperations;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * Connects to the old cluster. Its state does not matter: it can be done without.
 */
final class OldClusterFactory {

	/** Qualifies the beans that are meant for the old cluster. */
	static final String QUALIFIER = "oldMemcached";

	private static final Log logger = LogFactory.getLog(OldClusterFactory.class);

	private static final String PREFIX = "memcached.migration.from";

	private static final String NO_LEASES = "A cluster without meta commands cannot hold leases, and so cannot be "
			+ "the one that counts in phase 'prepare'. ";

	private final MemcachedMigrationProperties properties;

	private final OldClusterFormat format;

	private final ObjectProvider<SslBundles> sslBundles;

	private final ObjectProvider<MemcachedConnectionDetails> details;

	private final ObjectProvider<XMemcachedSettingsCustomizer> customizers;

	private final ObjectProvider<ClusterLayer> layers;

	private final ObjectProvider<ForeignKeyMapper> keyMapper;

	private final ObjectProvider<MigratedCaches> caches;

	OldClusterFactory(MemcachedMigrationProperties properties, MemcachedCacheProperties cache, Environment environment,
			ObjectProvider<SslBundles> sslBundles,
			@Qualifier(QUALIFIER) ObjectProvider<MemcachedConnectionDetails> details,
			@Qualifier(QUALIFIER) ObjectProvider<XMemcachedSettingsCustomizer> customizers,
			ObjectProvider<ClusterLayer> layers, ObjectProvider<ForeignKeyMapper> keyMapper,
			ObjectProvider<MigratedCaches> caches) {
		this.properties = properties;
		this.format = new OldClusterFormat(properties.getFrom(),
				CacheConfigurationFactory.keyPrefix(cache, environment));
		this.sslBundles = sslBundles;
		this.details = details;
		this.customizers = customizers;
		this.layers = layers;
		this.keyMapper = keyMapper;
		this.caches = caches;
	}

	OldCluster connect(List<MemcachedNode> newNodes, MigrationController controller) {
		if (controller.getPhase() == MigrationPhase.DONE) {
			logger.info("The migration has ended ('memcached.migration.phase' is 'done'): 'memcached.migration' can be "
					+ "removed from the configuration once all instances say so");
			return unused();
		}
		if (controller.getPhase() == MigrationPhase.NONE) {
			return unused();
		}
		if (controller.getPhase() == MigrationPhase.PREPARE && this.properties.getFrom().isClassicCommands()) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + ".classic-commands", true,
					NO_LEASES + "Begin with phase 'read-through', in all instances at once.");
		}
		MemcachedConnectionDetails oldDetails = details();
		UnaryOperator<MemcachedOperations> adapter = adapter();
		return oldDetails.getNodes().isEmpty() ? connectDiscovered(oldDetails, newNodes, controller, adapter)
				: connectListed(oldDetails, newNodes, controller, adapter);
	}

	private OldCluster unused() {
		return new OldCluster(new UnusedCluster(), this.format.keyPrefix(), XMemcachedSettings.ofDiscovered(List.of()),
				null);
	}

	/**
	 * Returns what an instance lacks for a phase that it may be moved to while it runs.
	 * @param properties what it was started with
	 * @param next the phase
	 * @return what it lacks, or null
	 */
	static @Nullable String obstacle(MemcachedMigrationProperties properties, MigrationPhase next) {
		if (properties.getPhase() == MigrationPhase.DONE) {
			return "it was started in phase 'done' and has no connection to the old cluster. "
					+ "Restart it with 'memcached.migration.phase' set to 'read-through'";
		}
		if (next == MigrationPhase.PREPARE && properties.getFrom().isClassicCommands()) {
			return NO_LEASES + "See '%s.classic-commands'".formatted(PREFIX);
		}
		return null;
	}

	private OldCluster connectListed(MemcachedConnectionDetails oldDetails, List<MemcachedNode> newNodes,
			MigrationController controller, UnaryOperator<MemcachedOperations> adapter) {
		List<MemcachedNode> nodes = oldDetails.getNodes();
		this.format.check(newNodes, nodes);
		ClusterConnector connector = connector(oldDetails, null, controller)
			.with((client) -> client.distribution(this.format.distribution(nodes)));
		return cluster(connector, connector.connectAnyway(), adapter);
	}

	private OldCluster connectDiscovered(MemcachedConnectionDetails oldDetails, List<MemcachedNode> newNodes,
			MigrationController controller, UnaryOperator<MemcachedOperations> adapter) {
		From from = this.properties.getFrom();
		if (!this.format.isDistributedByNode()) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + ".discovery.endpoint",
					from.getDiscovery().getEndpoint(), "Only with the distribution 'ketama' by 'host:port' it does not "
							+ "matter in which order servers are found. Name them in '%s.servers'.".formatted(PREFIX));
		}
		NodeDiscovery discovery = NodeDiscovery.start(new ClusterSettings(PREFIX, from).discovery(oldDetails));
		ClusterConnector connector = connector(oldDetails, discovery, controller);
		GuardedOperations guarded = connector.connectAnyway();
		try {
			this.format.check(newNodes, guarded.nodes());
		}
		catch (InvalidConfigurationPropertyValueException ex) {
			guarded.close();
			throw ex;
		}
		return cluster(connector, guarded, adapter);
	}

	private OldCluster cluster(ClusterConnector connector, GuardedOperations guarded,
			UnaryOperator<MemcachedOperations> adapter) {
		return new OldCluster(adapter.apply(guarded), this.format.keyPrefix(), connector.settings(), guarded);
	}

	private ClusterConnector connector(MemcachedConnectionDetails oldDetails, @Nullable NodeDiscovery discovery,
			MigrationController controller) {
		return ClusterConnector
			.of(MemcachedCluster.OLD, new ClusterSettings(PREFIX, this.properties.getFrom()), oldDetails, discovery)
			.with((client) -> client.timeout(timeout(controller))
				.classicCommands(this.properties.getFrom().isClassicCommands())
				.refusalHint(("with '%s.classic-commands' set to 'true' it can be read all the same, in phase "
						+ "'read-through'")
					.formatted(PREFIX)))
			.customized(this.customizers.orderedStream())
			.layers(this.layers.orderedStream());
	}

	private MemcachedConnectionDetails details() {
		MemcachedConnectionDetails bean = this.details.getIfAvailable();
		if (bean != null) {
			return bean;
		}
		return PropertiesMemcachedConnectionDetails.ofFurtherCluster(PREFIX, this.properties.getFrom(),
				this.sslBundles.getIfAvailable(),
				"The servers of the old cluster are needed in phase '%s' of a migration, for example 'old-1:11211'. "
					.formatted(PhaseAnnouncer.name(this.properties.getPhase()))
						+ "Without a migration set 'memcached.migration.phase' to 'none'.");
	}

	/** As long as the old cluster is the truth, it is given the time that it needs. */
	private Supplier<Duration> timeout(MigrationController controller) {
		Duration timeout = this.properties.getFrom().getTimeout();
		Duration budget = new MigrationSettingsFactory(this.properties).budget();
		Duration shorter = (budget.compareTo(timeout) < 0) ? budget : timeout;
		return () -> (controller.getPhase() == MigrationPhase.PREPARE) ? timeout : shorter;
	}

	private UnaryOperator<MemcachedOperations> adapter() {
		if (!this.format.isForeign()) {
			return UnaryOperator.identity();
		}
		ForeignKeys keys = this.format.keys(this.keyMapper.getIfAvailable());
		MigratedCaches caches = this.caches.getObject();
		return (old) -> new ForeignOperations(old, keys, caches.foreignValues(), caches::transcoder);
	}

}
