package io.github.memcachedspring.benchmarks.stampede;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.memcachedspring.client.MemcachedNode;

import org.springframework.util.Assert;

/**
 * Several JVMs that run the same rounds.
 */
final class Fleet implements AutoCloseable {

	/** More than any round takes. */
	private static final Duration PATIENCE = Duration.ofMinutes(2);

	/** So that the start signal has arrived everywhere when it is time to start. */
	private static final int NOTICE_MILLIS = 200;

	private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

	private final List<ChildJvm> children = new ArrayList<>();

	private final MemcachedNode node;

	private Fleet(MemcachedNode node) {
		this.node = node;
	}

	static Fleet start(MemcachedNode node, int size) throws IOException {
		Fleet fleet = new Fleet(node);
		for (int number = 0; number < size; number++) {
			fleet.children.add(ChildJvm.start(node, fleet.events::add));
		}
		return fleet;
	}

	List<ChildJvm> children() {
		return List.copyOf(this.children);
	}

	/** Runs a round in all JVMs. */
	RoundLog run(Round round) throws InterruptedException {
		RoundLog log = new RoundLog(round);
		start(this.children, round, log);
		awaitEnd(this.children, log);
		return log;
	}

	/** Starts a round in some JVMs, at the same time in all of them. */
	void start(List<ChildJvm> participants, Round round, RoundLog log) throws InterruptedException {
		for (ChildJvm child : participants) {
			child.send(round.toLine());
			await(() -> log.isReady(child) || log.isThrough(child), log);
			Assert.state(log.isReady(child), () -> "A JVM ended in the beginning of %s".formatted(round));
		}
		long start = System.currentTimeMillis() + NOTICE_MILLIS;
		log.started(TimeUnit.MILLISECONDS.toMicros(start));
		participants.forEach((child) -> child.send(String.valueOf(start)));
	}

	/** Waits until all callers of the JVMs are through, or their JVM is gone. */
	void awaitEnd(List<ChildJvm> participants, RoundLog log) throws InterruptedException {
		await(() -> participants.stream().allMatch(log::isThrough), log);
	}

	/** Waits for the first load of a round. */
	Event awaitLoad(RoundLog log) throws InterruptedException {
		await(() -> !log.loads().isEmpty(), log);
		return log.loads().get(0);
	}

	private void await(BooleanSupplier condition, RoundLog log) throws InterruptedException {
		while (!condition.getAsBoolean()) {
			Event event = this.events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			if (event == null) {
				throw new IllegalStateException("Nothing happens any more in %s".formatted(log.round()));
			}
			log.add(event);
		}
	}

	/**
	 * Starts JVMs in the places of those that were killed.
	 * @return whether there were any
	 */
	boolean replaceKilled() throws IOException {
		boolean replaced = false;
		for (int place = 0; place < this.children.size(); place++) {
			if (!this.children.get(place).handle().isAlive()) {
				this.children.set(place, ChildJvm.start(this.node, this.events::add));
				replaced = true;
			}
		}
		return replaced;
	}

	@Override
	public void close() {
		this.children.forEach(ChildJvm::close);
	}

}
