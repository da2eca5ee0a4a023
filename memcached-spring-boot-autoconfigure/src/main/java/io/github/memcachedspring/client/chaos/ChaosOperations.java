package io.github.memcachedspring.client.chaos;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.NodewiseOperations;

import org.springframework.util.Assert;

/**
 * Does to the commands of a cluster what a {@link MemcachedChaos} orders. Belongs
 * directly above the engine, so that whatever keeps faults away meets them as if they
 * were memcached's. While nothing is ordered a command costs one volatile read more.
 * Takes nothing that would have to be closed.
 *
 * @since 0.1.0
 */
public final class ChaosOperations extends NodewiseOperations {

	private static final long IDLE_SECONDS = 10;

	private final MemcachedChaos chaos;

	private final Duration timeout;

	private final ScheduledExecutorService timer = timer();

	/**
	 * Creates the decorator.
	 * @param delegate the engine
	 * @param chaos what is ordered
	 * @param timeout the engine's command timeout, after which commands that hang fail
	 */
	public ChaosOperations(MemcachedOperations delegate, MemcachedChaos chaos, Duration timeout) {
		super(delegate);
		Assert.isTrue(timeout.toMillis() > 0, () -> "'timeout' must be at least 1 ms: %s".formatted(timeout));
		this.chaos = chaos;
		this.timeout = timeout;
	}

	@Override
	protected NodeOperations decorate(MemcachedNode node, NodeOperations operations) {
		return new ChaosNodeOperations(node, operations, this, this.chaos, this.timeout, this.timer);
	}

	/** Its thread is started when it is needed and ends when it is not. */
	private static ScheduledExecutorService timer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "memcached-chaos");
			thread.setDaemon(true);
			return thread;
		});
		timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		timer.allowCoreThreadTimeOut(true);
		return timer;
	}

}
