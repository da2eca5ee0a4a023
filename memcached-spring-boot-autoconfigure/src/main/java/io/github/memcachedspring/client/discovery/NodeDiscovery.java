package io.github.memcachedspring.client.discovery;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.TimedWait;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks an endpoint for the nodes of its cluster, on a thread of its own. Only the
 * endpoint is asked, never a node. As long as it fails, or answers anything but a list of
 * nodes, those known before stay; a warning says so once per outage.
 *
 * @since 0.1.0
 */
public final class NodeDiscovery implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(NodeDiscovery.class);

	/** How often the endpoint is asked as long as no node is known. */
	private static final Duration FIRST_INTERVAL = Duration.ofSeconds(1);

	/**
	 * An older configuration may come from an endpoint that lags behind. If it keeps
	 * coming, the cluster was made anew, and its versions begin anew.
	 */
	private static final int OLDER_ANSWERS = 3;

	private static final Duration IDLE_LIMIT = Duration.ofSeconds(10);

	private static final int LONGEST_REASON = 200;

	private final DiscoverySettings settings;

	private final EndpointClient client;

	/** One asks, another one ends what lasts too long. */
	private final ScheduledThreadPoolExecutor threads;

	private final Object asking = new Object();

	private final CountDownLatch first = new CountDownLatch(1);

	private @Nullable ClusterConfiguration known;

	private @Nullable Consumer<List<MemcachedNode>> follower;

	/** What the follower has taken over. */
	private List<MemcachedNode> followed = List.of();

	private int olderAnswers;

	private boolean failing;

	private NodeDiscovery(DiscoverySettings settings) {
		this.settings = settings;
		this.threads = new ScheduledThreadPoolExecutor(2, (task) -> {
			Thread thread = new Thread(task, "memcached-discovery");
			thread.setDaemon(true);
			return thread;
		});
		this.threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.threads.setRemoveOnCancelPolicy(true);
		this.threads.setKeepAliveTime(IDLE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		this.threads.allowCoreThreadTimeOut(true);
		this.client = new EndpointClient(settings, this.threads);
	}

	/**
	 * Begins to ask, without waiting for an answer.
	 * @param settings the settings
	 * @return the discovery, to be closed in the end
	 */
	public static NodeDiscovery start(DiscoverySettings settings) {
		NodeDiscovery discovery = new NodeDiscovery(settings);
		discovery.threads.execute(discovery::poll);
		return discovery;
	}

	/**
	 * Waits for the first answer.
	 * @param limit how long
	 * @return the nodes, or an empty list if they are not known by then, which a warning
	 * says
	 */
	public List<MemcachedNode> awaitNodes(Duration limit) {
		try {
			if (!TimedWait.await(limit, (nanos) -> this.first.await(nanos, TimeUnit.NANOSECONDS))) {
				warn("no answer within %d ms".formatted(limit.toMillis()), null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		synchronized (this) {
			return (this.known != null) ? this.known.nodes() : List.of();
		}
	}

	/**
	 * Has somebody told the nodes: now, if they are known, and whenever they change.
	 * @param follower is given the nodes, at least one, in an order that does not depend
	 * on the endpoint; the next question waits for it
	 */
	public synchronized void follow(Consumer<List<MemcachedNode>> follower) {
		this.follower = follower;
		tellFollower();
	}

	/** One that fails is told again after the next answer. */
	private void tellFollower() {
		List<MemcachedNode> nodes = (this.known != null) ? this.known.nodes() : List.of();
		if (this.follower != null && !nodes.equals(this.followed) && !this.threads.isShutdown()) {
			this.follower.accept(nodes);
			this.followed = nodes;
		}
	}

	private void poll() {
		try {
			ask();
		}
		finally {
			pollLater();
		}
	}

	/** Asks now. */
	void ask() {
		synchronized (this.asking) {
			try {
				accept(this.client.ask());
			}
			catch (IOException | RuntimeException ex) {
				warn((ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName(), ex);
			}
		}
	}

	private void pollLater() {
		try {
			Duration interval = (this.first.getCount() == 0) ? this.settings.interval() : FIRST_INTERVAL;
			this.threads.schedule(this::poll, interval.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("Closed", ex);
		}
	}

	private synchronized void accept(ClusterConfiguration told) {
		if (this.failing) {
			logger.debug("The discovery endpoint '%s' tells the nodes again".formatted(this.settings.endpoint()));
		}
		this.failing = false;
		ClusterConfiguration before = this.known;
		if (before != null && told.version() < before.version() && ++this.olderAnswers < OLDER_ANSWERS) {
			return;
		}
		this.olderAnswers = 0;
		this.known = told;
		this.first.countDown();
		tellFollower();
	}

	private synchronized void warn(String reason, @Nullable Exception cause) {
		if (this.failing || this.threads.isShutdown()) {
			logger.debug("The discovery endpoint '%s' fails".formatted(this.settings.endpoint()), cause);
			return;
		}
		this.failing = true;
		logger.warn("The discovery endpoint '%s' does not tell the nodes of the memcached cluster (%s); %s"
			.formatted(this.settings.endpoint(), printable(reason), (this.known != null)
					? "those known stay: " + this.known.nodes() : "as long as none is known, everything is a miss"));
	}

	/** Whatever answered, it must not write lines of its own into the log. */
	private static String printable(String reason) {
		String line = reason.replaceAll("\\p{Cntrl}+", " ");
		return (line.length() <= LONGEST_REASON) ? line : line.substring(0, LONGEST_REASON) + "...";
	}

	/** Stops asking. Returns at once. */
	@Override
	public void close() {
		this.threads.shutdownNow();
		this.client.close();
	}

}
