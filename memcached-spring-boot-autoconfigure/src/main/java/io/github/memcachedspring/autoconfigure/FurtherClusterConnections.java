package io.github.memcachedspring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import io.github.memcachedspring.autoconfigure.MemcachedProperties.Cluster;
import io.github.memcachedspring.client.discovery.NodeDiscovery;
import io.github.memcachedspring.client.guard.GuardedOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.ReflectionUtils;

/**
 * Connects to the further clusters, to all at the same time: each may take half a second
 * if it cannot be reached. Closes them likewise.
 */
final class FurtherClusterConnections implements DisposableBean {

	static final String BEAN_NAME = "memcachedFurtherClusterConnections";

	private final Map<String, FutureTask<GuardedOperations>> connections = new LinkedHashMap<>();

	private final MemcachedProperties properties;

	private final ListableBeanFactory beanFactory;

	private final ObjectProvider<SslBundles> sslBundles;

	private final List<ClusterLayer> layers;

	FurtherClusterConnections(String[] names, MemcachedProperties properties, ListableBeanFactory beanFactory,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<ClusterLayer> layers) {
		this.properties = properties;
		this.beanFactory = beanFactory;
		this.sslBundles = sslBundles;
		this.layers = layers.orderedStream().toList();
		for (String name : names) {
			this.connections.put(name, new FutureTask<>(connector(new FurtherClusterName(name))));
		}
		this.connections.forEach((name, connection) -> start("memcached-connect-" + name, connection));
	}

	private static Thread start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	/** Asks for beans at once, and not on a thread that others may wait for. */
	private Callable<GuardedOperations> connector(FurtherClusterName name) {
		Cluster cluster = this.properties.getClusters().getOrDefault(name.value(), new Cluster());
		QualifiedBeans beans = new QualifiedBeans(this.beanFactory, name.qualifier());
		MemcachedConnectionDetails details = details(name, cluster, beans);
		ClusterSettings settings = new ClusterSettings(name.property(), cluster);
		List<XMemcachedSettingsCustomizer> customizers = beans.ordered(XMemcachedSettingsCustomizer.class).toList();
		return () -> {
			NodeDiscovery discovery = details.getNodes().isEmpty() ? NodeDiscovery.start(settings.discovery(details))
					: null;
			try {
				return ClusterConnector.of(name.value(), settings, details, discovery)
					.customized(customizers.stream())
					.layers(this.layers.stream())
					.connect();
			}
			catch (RuntimeException ex) {
				close(discovery);
				throw ex;
			}
		};
	}

	private MemcachedConnectionDetails details(FurtherClusterName name, Cluster cluster, QualifiedBeans beans) {
		MemcachedConnectionDetails bean = beans.single(MemcachedConnectionDetails.class);
		return (bean != null) ? bean
				: PropertiesMemcachedConnectionDetails.ofFurtherCluster(name.property(), cluster,
						this.sslBundles.getIfAvailable(),
						"The servers of cluster '%s' are needed, for example 'cache-1:11211'.".formatted(name.value()));
	}

	private static void close(@Nullable NodeDiscovery discovery) {
		if (discovery != null) {
			discovery.close();
		}
	}

	/**
	 * Returns the operations of a cluster; waits while they are connected.
	 * @param name name of the cluster
	 */
	GuardedOperations operations(String name) {
		return connected(Objects.requireNonNull(this.connections.get(name)));
	}

	private static GuardedOperations connected(FutureTask<GuardedOperations> connection) {
		try {
			return connection.get();
		}
		catch (ExecutionException ex) {
			ReflectionUtils.rethrowRuntimeException(ex.getCause());
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while connecting to memcached", ex);
		}
	}

	@Override
	public void destroy() throws InterruptedException {
		List<Thread> closing = new ArrayList<>();
		this.connections
			.forEach((name, connection) -> closing.add(start("memcached-close-" + name, () -> close(connection))));
		for (Thread thread : closing) {
			thread.join();
		}
	}

	private static void close(FutureTask<GuardedOperations> connection) {
		try {
			connection.get().close();
		}
		catch (ExecutionException ex) {
			// Never connected, which whoever asked for it was told.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
