package io.github.memcachedspring.autoconfigure.testcontainers;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import io.github.memcachedspring.client.MemcachedNode;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Takes all containers of an application as the nodes of one cluster. Spring Boot asks
 * for each of them, on one factory for each application context, and makes a bean of what
 * it is told first: all that is told later is in there.
 *
 * @param <D> type of the bean
 */
abstract class ContainerClusterFactory<D extends ConnectionDetails>
		extends ContainerConnectionDetailsFactory<Container<?>, D> {

	/** A context that is made anew asks for the same sources again. */
	private final Map<ContainerConnectionSource<?>, Node> nodes = new LinkedHashMap<>();

	ContainerClusterFactory(String... connectionNames) {
		super(List.of(connectionNames));
	}

	@Override
	protected final D getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		this.nodes.computeIfAbsent(source, (added) -> new Node(source));
		return details(new ContainerCluster(this.nodes.values()));
	}

	abstract D details(MemcachedConnectionDetails cluster);

	/**
	 * The nodes in an order that does not depend on the one in which containers start.
	 */
	private static final class ContainerCluster implements MemcachedConnectionDetails {

		private final Collection<Node> nodes;

		private ContainerCluster(Collection<Node> nodes) {
			this.nodes = nodes;
		}

		@Override
		public List<MemcachedNode> getNodes() {
			return this.nodes.stream()
				.map(Node::address)
				.distinct()
				.sorted(Comparator.comparing(MemcachedNode::toString))
				.toList();
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			List<SslBundle> bundles = this.nodes.stream().flatMap((each) -> Stream.ofNullable(each.bundle())).toList();
			if (!bundles.isEmpty() && bundles.size() < this.nodes.size()) {
				throw new IllegalStateException(
						"Some of the memcached containers have '@Ssl' or a store of keys and others "
								+ "do not. Annotate all nodes of a cluster, or none.");
			}
			return bundles.isEmpty() ? null : bundles.get(0);
		}

	}

	/**
	 * One container, which is started when its address is asked for.
	 */
	private static final class Node extends ContainerConnectionDetails<Container<?>> {

		private Node(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		private MemcachedNode address() {
			Container<?> container = container();
			return new MemcachedNode(container.getHost(), container.getMappedPort(port(container.getExposedPorts())));
		}

		/** Whoever has memcached listen elsewhere exposes that port only. */
		private static int port(List<Integer> exposed) {
			return (exposed.size() == 1) ? exposed.get(0) : MemcachedNode.DEFAULT_PORT;
		}

		/** Not a bean, so nobody else looks for the container. */
		private Container<?> container() {
			try {
				afterPropertiesSet();
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException("The container cannot be had", ex);
			}
			return getContainer();
		}

		private @Nullable SslBundle bundle() {
			return getSslBundle();
		}

	}

}
