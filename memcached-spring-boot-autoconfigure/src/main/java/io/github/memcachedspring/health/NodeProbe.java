package io.github.memcachedspring.health;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.TimedWait;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.NodeStatus;
import org.jspecify.annotations.Nullable;

/**
 * What one node was asked, and has answered by the time that the details are made. It is
 * asked for its version rather than pinged: any proxy understands that.
 */
final class NodeProbe {

	/**
	 * Whoever observes commands runs on these, too, and must not on the driver's. Answers
	 * are rare enough for a thread each.
	 */
	private static final Executor THREADS = (task) -> {
		Thread thread = new Thread(task, "memcached-health");
		thread.setDaemon(true);
		thread.start();
	};

	private static final double NANOS_PER_MILLI = 1_000_000;

	private final MemcachedNode node;

	private final NodeOperations operations;

	private final Duration timeout;

	private final CompletableFuture<Answer> version;

	private final CompletableFuture<Map<String, String>> stats;

	private NodeProbe(MemcachedNode node, NodeOperations operations, Duration timeout) {
		this.node = node;
		this.operations = operations;
		this.timeout = timeout;
		long sentAt = System.nanoTime();
		this.version = operations.version()
			.map((version) -> new Answer(version, System.nanoTime() - sentAt))
			.toFuture(THREADS);
		this.stats = operations.stats().toFuture(THREADS);
	}

	/**
	 * Asks all nodes at the same time, and waits for their answers.
	 * @param operations the cluster
	 * @param timeout how long all answers are waited for together
	 * @return what came of it for each node
	 */
	static List<NodeHealth> ask(GuardedOperations operations, Duration timeout) {
		List<NodeProbe> probes = operations.nodes()
			.stream()
			.map((node) -> new NodeProbe(node, operations.on(node), timeout))
			.toList();
		await(probes, timeout);
		Map<MemcachedNode, NodeStatus> statuses = new HashMap<>();
		operations.status().forEach((status) -> statuses.put(status.node(), status));
		return probes.stream().map((probe) -> probe.health(statuses.get(probe.node))).toList();
	}

	private static void await(List<NodeProbe> probes, Duration timeout) {
		CompletableFuture<?> answers = CompletableFuture.allOf(probes.stream()
			.flatMap((probe) -> Stream.of(probe.version, probe.stats))
			.toArray(CompletableFuture[]::new));
		try {
			TimedWait.await(timeout, (nanos) -> isDone(answers, nanos));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean isDone(CompletableFuture<?> answers, long nanos) throws InterruptedException {
		try {
			answers.get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			// Each node tells for itself.
		}
		return true;
	}

	/** Judges by what has come so far; the status is null if the node has just left. */
	private NodeHealth health(@Nullable NodeStatus status) {
		Map<String, Object> details = new LinkedHashMap<>();
		Answer answer = answer(this.version);
		details.put("reachable", answer != null);
		if (answer != null) {
			details.put("version", answer.version());
			details.put("latencyMillis", Math.round(answer.nanos() / NANOS_PER_MILLI * 1000) / 1000.0);
		}
		putIfKnown(details, "metaCommands", this.operations.connectionStatus().metaCommands());
		putIfKnown(details, "memoryUsed", memoryUsed(answer(this.stats)));
		putIfKnown(details, "leftAlone", (status != null) ? status.leftAlone() : null);
		if (answer == null) {
			details.put("error", error());
		}
		return new NodeHealth(this.node, answer != null, details);
	}

	private static void putIfKnown(Map<String, Object> details, String name, @Nullable Object value) {
		if (value != null) {
			details.put(name, value);
		}
	}

	/** Returns the share of the memory for items that is used, or null. */
	private static @Nullable Double memoryUsed(@Nullable Map<String, String> stats) {
		if (stats == null) {
			return null;
		}
		try {
			double used = Double.parseDouble(stats.getOrDefault("bytes", ""));
			double limit = Double.parseDouble(stats.getOrDefault("limit_maxbytes", ""));
			return (limit > 0) ? Math.round(used / limit * 10_000) / 10_000.0 : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private String error() {
		try {
			this.version.getNow(null);
		}
		catch (RuntimeException ex) {
			return String.valueOf(((ex.getCause() != null) ? ex.getCause() : ex).getMessage());
		}
		return "No answer within %d ms".formatted(this.timeout.toMillis());
	}

	private static <T> @Nullable T answer(CompletableFuture<T> future) {
		return (future.isDone() && !future.isCompletedExceptionally()) ? future.join() : null;
	}

	/**
	 * A sign of life.
	 *
	 * @param version the server's version
	 * @param nanos the time it took
	 */
	private record Answer(String version, long nanos) {

	}

}
