package io.github.memcachedspring.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.client.guard.MemcachedCluster;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.Assert;

/**
 * Health of a cluster. Asks all servers at the same time, past their breakers, so that
 * neither its questions nor the lack of an answer makes a server be left alone.
 *
 * <p>
 * The cluster is {@link Status#UP} while enough servers answer, and {@link Status#DOWN}
 * otherwise; but never the {@linkplain MemcachedCluster#OLD cluster that a migration
 * comes from}, which can be done without: that is {@link Status#UNKNOWN} then. Details
 * tell for each server whether it answers, its version, the time to its answer, whether
 * it understands meta commands, the share of its memory that is used, and whether it is
 * left alone; or why there is no answer.
 *
 * @since 0.1.0
 */
public class MemcachedHealthIndicator extends AbstractHealthIndicator {

	private final MemcachedCluster cluster;

	private final Duration timeout;

	private final int minimumNodesUp;

	/**
	 * Creates an indicator.
	 * @param cluster the cluster
	 * @param timeout how long a check takes at most, positive; commands have a timeout of
	 * their own, too
	 * @param minimumNodesUp how many servers have to answer, 0 or more; all of them if
	 * there are fewer
	 */
	public MemcachedHealthIndicator(MemcachedCluster cluster, Duration timeout, int minimumNodesUp) {
		super("Memcached health check failed");
		Assert.notNull(cluster, "'cluster' must not be null");
		Assert.isTrue(timeout.toNanos() > 0, () -> "'timeout' must be positive: '%s'".formatted(timeout));
		Assert.isTrue(minimumNodesUp >= 0, () -> "'minimumNodesUp' must not be negative: %d".formatted(minimumNodesUp));
		this.cluster = cluster;
		this.timeout = timeout;
		this.minimumNodesUp = minimumNodesUp;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<NodeHealth> nodes = NodeProbe.ask(this.cluster.operations(), this.timeout);
		Map<String, Object> details = new LinkedHashMap<>();
		nodes.forEach((node) -> details.put(node.node().toString(), node.details()));
		int up = (int) nodes.stream().filter(NodeHealth::answered).count();
		builder.status(status(up, nodes.size()))
			.withDetail("degraded", up < Math.max(nodes.size(), 1))
			.withDetail("nodesUp", up)
			.withDetail("nodesDown", nodes.size() - up)
			.withDetail("nodes", details);
	}

	/**
	 * While no server is known, which a discovery endpoint may bring about, none answers.
	 */
	private Status status(int up, int nodes) {
		if (up >= Math.min(this.minimumNodesUp, Math.max(nodes, 1))) {
			return Status.UP;
		}
		return MemcachedCluster.OLD.equals(this.cluster.name()) ? Status.UNKNOWN : Status.DOWN;
	}

}
