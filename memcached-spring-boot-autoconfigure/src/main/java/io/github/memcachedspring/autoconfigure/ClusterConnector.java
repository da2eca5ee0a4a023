package io.github.memcachedspring.autoconfigure;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.GuardSettings;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;

/**
 * Connects to a cluster. All that can be wrong with the settings is found before.
 */
final class ClusterConnector {

	private final GuardSettings guard;

	private XMemcachedSettings client;

	private List<ClusterLayer> layers = List.of();

	private ClusterConnector(XMemcachedSettings client, GuardSettings guard) {
		this.client = client;
		this.guard = guard;
	}

	static ClusterConnector of(ClusterSettings settings, MemcachedConnectionDetails connectionDetails) {
		return new ClusterConnector(settings.client(connectionDetails), settings.guard());
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
			operations = layer.on(operations, this.client.getTimeout());
		}
		GuardedOperations guarded = new GuardedOperations(operations, engine::close, this.guard);
		engine.addListener(guarded);
		return guarded;
	}

}
