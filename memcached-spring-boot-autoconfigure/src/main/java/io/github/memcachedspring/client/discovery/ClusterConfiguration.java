package io.github.memcachedspring.client.discovery;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * What an endpoint says of its cluster: a line with the version, and a line with a
 * {@code host|ip|port} per node. See <a href=
 * "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoDiscovery.AddingToYourClientLibrary.html">
 * ElastiCache's documentation</a>.
 *
 * @param version grows with each change
 * @param nodes the nodes, at least one, by name where they have one; in an order that is
 * the same in all instances, whoever told them
 */
record ClusterConfiguration(long version, List<MemcachedNode> nodes) {

	/** Many times what any service has; each node costs a connection. */
	private static final int MOST_NODES = 1000;

	static ClusterConfiguration parse(String data) throws IOException {
		List<String> lines = data.lines().map(String::strip).filter((line) -> !line.isEmpty()).toList();
		if (lines.size() != 2) {
			throw new IOException("expected a line with the version and one with the nodes: '%s'".formatted(data));
		}
		try {
			return new ClusterConfiguration(Long.parseLong(lines.get(0)), nodes(lines.get(1)));
		}
		catch (IllegalArgumentException ex) {
			throw new IOException("not a configuration: " + ex.getMessage(), ex);
		}
	}

	private static List<MemcachedNode> nodes(String line) throws IOException {
		String[] nodes = line.split(" +");
		if (nodes.length > MOST_NODES) {
			throw new IOException("a cluster of %d nodes".formatted(nodes.length));
		}
		return Stream.of(nodes)
			.map(ClusterConfiguration::node)
			.distinct()
			.sorted(Comparator.comparing(MemcachedNode::toString))
			.toList();
	}

	private static MemcachedNode node(String text) {
		String[] parts = text.split("\\|", -1);
		if (parts.length != 3) {
			throw new IllegalArgumentException("expected 'host|ip|port': '%s'".formatted(text));
		}
		// The name stays when the address changes.
		return new MemcachedNode(parts[0].isEmpty() ? parts[1] : parts[0], Integer.parseInt(parts[2]));
	}

}
