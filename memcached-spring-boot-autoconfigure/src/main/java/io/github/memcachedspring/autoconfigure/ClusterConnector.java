package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.discovery.NodeDiscovery;
import io.github.memcachedspring.client.guard.GuardSettings;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a cluster. All that can be wrong with the settings is found before.
 */
final class ClusterConnector {

	private final GuardSettings guard;

	private XMemcachedSettings client;

	private final @Nullable NodeDiscovery discovery;

	private final Duration disagreement;

	private final String name;

	private List<ClusterLayer> layers = List.of();

	private ClusterConnector(String name, ClusterSettings settings, MemcachedConnectionDetails connectionDetails,
			@Nullable NodeDiscovery discovery) {
		this.name = name;
		this.client = (discovery != null) ? settings.client(connectionDetails, discovery)
				: settings.client(connectionDetails);
		this.guard = settings.guard();
		this.discovery = discovery;
		this.disagreement = (discovery != null) ? settings.disagreement() : Duration.ZERO;
	}

	/**
	 * Returns a connector.
	 * @param name name of the cluster, as of its {@link MemcachedCluster}
	 * @param settings the settings
	 * @param connectionDetails where the cluster is
	 * @param discovery finds the nodes and is closed with the connections, or null if
	 * they are known
	 */
	static ClusterConnector of(String name, ClusterSettings settings, MemcachedConnectionDetails connectionDetails,
			@Nullable NodeDiscovery discovery) {
		try {
			return new ClusterConnector(name, settings, connectionDetails, discovery);
		}
		catch (RuntimeException ex) {
			if (discovery != null) {
				discovery.close();
			}
			throw ex;
		}
	}

	/** Returns the settings that the connections have. */
	XMemcachedSettings settings() {
		return this.client;
	}

	ClusterConnector with(UnaryOperator<XMemcachedSettings> change) {
		this.client = change.apply(this.client);
		return this;
	}

	ClusterConnector customized(Stream<XMemcachedSettingsCustomizer> customizers) {
		customizers.forEach((customizer) -> with(customizer::customize));
		return this;
	}

	ClusterConnector layers(Stream<ClusterLayer> layers) {
		this.layers = layers.toList();
		return this;
	}

	GuardedOperations connect() {
		return connect(XMemcachedOperations::connect);
	}

	/** Connects to a cluster that the application can do without. */
	GuardedOperations connectAnyway() {
		return connect(XMemcachedOperations::connectAnyway);
	}

	private GuardedOperations connect(Function<XMemcachedSettings, XMemcachedOperations> connection) {
		XMemcachedOperations engine = connection.apply(this.client);
		MemcachedOperations operations = engine;
		for (ClusterLayer layer : this.layers) {
			operations = layer.on(operations, this.name, this.client.getTimeout());
		}
		GuardedOperations guarded = new GuardedOperations(operations, () -> close(engine), this.guard,
				this.disagreement);
		engine.addListener(guarded);
		if (this.discovery != null) {
			this.discovery.follow(engine::setNodes);
		}
		return guarded;
	}

	private void close(XMemcachedOperations engine) {
		if (this.discovery != null) {
			this.discovery.close();
		}
		engine.close();
	}

}
