package io.github.memcachedspring.autoconfigure.compose;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import io.github.memcachedspring.client.MemcachedNode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.Environment;

/**
 * Takes all services of an application as the nodes of one cluster. Spring Boot would
 * make a bean of each: only the first service gets one, and the others join it.
 *
 * @param <D> type of the bean
 */
abstract class ComposedClusterFactory<D extends ConnectionDetails> extends DockerComposeConnectionDetailsFactory<D> {

	/** An environment belongs to one application context. */
	private final Map<Environment, ComposedCluster> clusters = new WeakHashMap<>();

	ComposedClusterFactory(String... connectionNames) {
		super(connectionNames);
	}

	@Override
	protected final synchronized @Nullable D getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		Node node = new Node(source.getRunningService());
		ComposedCluster cluster = this.clusters.get(source.getEnvironment());
		if (cluster != null) {
			cluster.nodes.add(node);
			return null;
		}
		ComposedCluster created = new ComposedCluster(node);
		this.clusters.put(source.getEnvironment(), created);
		return details(created);
	}

	abstract D details(MemcachedConnectionDetails cluster);

	/**
	 * The nodes in an order that does not depend on the one in which services are found.
	 */
	private static final class ComposedCluster implements MemcachedConnectionDetails {

		private final List<Node> nodes = new CopyOnWriteArrayList<>();

		private ComposedCluster(Node first) {
			this.nodes.add(first);
		}

		@Override
		public List<MemcachedNode> getNodes() {
			return this.nodes.stream()
				.map((each) -> each.node)
				.distinct()
				.sorted(Comparator.comparing(MemcachedNode::toString))
				.toList();
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			List<SslBundle> bundles = this.nodes.stream().flatMap((each) -> Stream.ofNullable(each.bundle())).toList();
			if (!bundles.isEmpty() && bundles.size() < this.nodes.size()) {
				throw new IllegalStateException(
						"Some of the memcached services have 'org.springframework.boot.sslbundle' "
								+ "labels and others do not. Give them to all nodes of a cluster, or to none.");
			}
			return bundles.isEmpty() ? null : bundles.get(0);
		}

	}

	/**
	 * One service.
	 */
	private static final class Node extends DockerComposeConnectionDetails {

		private final RunningService service;

		private final MemcachedNode node;

		private Node(RunningService service) {
			super(service);
			this.service = service;
			this.node = new MemcachedNode(service.host(), port(service.ports()));
		}

		/** Whoever has memcached listen elsewhere publishes that port only. */
		private static int port(ConnectionPorts ports) {
			List<Integer> published = ports.getAll("tcp");
			return (published.size() == 1) ? published.get(0) : ports.get(MemcachedNode.DEFAULT_PORT);
		}

		private @Nullable SslBundle bundle() {
			return getSslBundle(this.service);
		}

	}

}
