package io.github.memcachedspring.test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

import io.github.memcachedspring.client.ConnectionStatus;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Connections of an application, whose start waits for them for a moment only.
 *
 * @since 0.1.0
 */
public final class Connections {

	private static final Duration LIMIT_WHERE_THERE = Duration.ofSeconds(5);

	private Connections() {
	}

	/**
	 * Waits until all nodes of all clusters are known and connected to.
	 * @param application the application, which may have no cluster
	 */
	public static void await(ListableBeanFactory application) {
		List<GuardedOperations> clusters = clusters(application);
		soon().until(() -> clusters.stream().allMatch(Connections::stand));
	}

	/**
	 * Waits until the nodes of all clusters are connected to whose servers run and can be
	 * used; not for long, in case that a server does not answer on purpose.
	 * @param application the application, which may have no cluster
	 */
	public static void awaitWhereThere(ListableBeanFactory application) {
		List<GuardedOperations> clusters = clusters(application);
		try {
			soon().atMost(LIMIT_WHERE_THERE).until(() -> clusters.stream().allMatch(Connections::standWhereThere));
		}
		catch (ConditionTimeoutException ex) {
			// It is for the test to say whether that is right.
		}
	}

	private static ConditionFactory soon() {
		return Awaitility.await().pollDelay(Duration.ZERO);
	}

	private static List<GuardedOperations> clusters(ListableBeanFactory application) {
		return application.getBeanProvider(MemcachedCluster.class).stream().map(MemcachedCluster::operations).toList();
	}

	private static boolean stand(GuardedOperations cluster) {
		List<MemcachedNode> nodes = cluster.nodes();
		return !nodes.isEmpty() && nodes.stream().allMatch((node) -> cluster.on(node).connectionStatus().connected());
	}

	private static boolean standWhereThere(GuardedOperations cluster) {
		return cluster.nodes().stream().allMatch((node) -> {
			ConnectionStatus status = cluster.on(node).connectionStatus();
			return status.connected() || Boolean.FALSE.equals(status.metaCommands()) || refuses(node);
		});
	}

	private static boolean refuses(MemcachedNode node) {
		try (Socket socket = new Socket(node.host(), node.port())) {
			return false;
		}
		catch (ConnectException ex) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
