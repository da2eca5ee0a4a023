package io.github.memcachedspring.atomic.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import io.github.memcachedspring.atomic.history.Effect;
import io.github.memcachedspring.atomic.history.Operation;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.embedded.fault.FaultRule;
import io.github.memcachedspring.test.MemcachedServer;

/**
 * A server that fails, and a network before it that does, again and again, in an order
 * that chance decides.
 */
final class Misfortunes implements AutoCloseable {

	private static final int RESTART = 6;

	private final MemcachedServer server = MemcachedServer.start();

	private final FaultProxy proxy = FaultProxy.before("127.0.0.1", this.server.port());

	private final List<Operation> losses = new CopyOnWriteArrayList<>();

	private final Random random;

	Misfortunes(long seed) {
		this.random = new Random(seed);
	}

	/** Where clients connect that are to suffer. */
	MemcachedNode node() {
		return new MemcachedNode("127.0.0.1", this.proxy.port());
	}

	/** Where they connect that are not. */
	MemcachedNode serverNode() {
		return this.server.node();
	}

	/** The restarts, as operations that leave nothing behind. */
	List<Operation> losses() {
		return this.losses;
	}

	/**
	 * Lets one thing after the other happen, each fifth a restart; ends with all in
	 * order.
	 */
	void happen(Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		for (int i = 1; System.nanoTime() < end; i++) {
			pass(50, 300);
			happen((i % 5 == 0) ? RESTART : this.random.nextInt(RESTART));
		}
	}

	private void happen(int what) {
		switch (what) {
			case 0 -> stopAndContinue();
			case 1 -> this.proxy.cutConnections();
			case 2 -> holdRequests();
			case 3 -> holdReplies();
			case 4 -> swallow("ms", "ma", "md");
			case 5 -> swallow("mg");
			case RESTART -> restart();
			default -> throw new IllegalArgumentException("" + what);
		}
	}

	private void stopAndContinue() {
		this.server.pause();
		pass(20, 400);
		this.server.resume();
	}

	/** Longer than clients wait, so that commands are executed when nobody expects it. */
	private void holdRequests() {
		this.proxy.faults().connections().hangRequests();
		pass(20, 400);
		release();
	}

	private void holdReplies() {
		this.proxy.faults().connections().hangReplies();
		pass(20, 400);
		release();
	}

	private void release() {
		if (this.random.nextBoolean()) {
			this.proxy.cutConnections();
		}
		this.proxy.faults().connections().release();
	}

	/**
	 * Not what a connection begins with: a server that omits that is taken for another.
	 */
	private void swallow(String... verbs) {
		FaultRule rule = this.proxy.faults()
			.on(Command.verb(verbs).and(Command.keyStartingWith(":")))
			.withProbability(0.02, this.random.nextLong())
			.drop();
		pass(100, 300);
		rule.remove();
	}

	private void restart() {
		long begin = System.nanoTime();
		this.server.restart();
		this.losses.add(new Operation(new Effect.Put(null), begin, System.nanoTime()));
	}

	private void pass(int fewestMillis, int mostMillis) {
		LockSupport.parkNanos(Duration.ofMillis(this.random.nextInt(fewestMillis, mostMillis + 1)).toNanos());
	}

	@Override
	public void close() {
		this.proxy.close();
		this.server.close();
	}

}
