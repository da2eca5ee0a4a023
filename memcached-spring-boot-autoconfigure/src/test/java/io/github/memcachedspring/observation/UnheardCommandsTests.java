package io.github.memcachedspring.observation;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.metrics.CommandTimers;
import io.github.memcachedspring.test.Allocation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a command which nobody listens to passes as if nothing was there: without an
 * object being made for it, compiled or not.
 */
class UnheardCommandsTests {

	private static final MemcachedNode NODE = new MemcachedNode("nowhere", 1);

	private static final MemcachedKey KEY = KeySpace.of("", "unheard", "tests").key("key");

	private static final Expiration MINUTE = Expiration.after(Duration.ofMinutes(1));

	private static final byte[] VALUE = { 1 };

	private static final CasToken TOKEN = new CasToken(1, "connection");

	private static final Duration MARK = Duration.ofSeconds(2);

	private static final Counting COUNTING = Counting.increment(1);

	private static final Object ANSWER = Reply.of(true);

	/** Answers everything with the same reply. */
	private final NodeOperations engine = (NodeOperations) Proxy.newProxyInstance(getClass().getClassLoader(),
			new Class<?>[] { NodeOperations.class }, (proxy, method, arguments) -> switch (method.getName()) {
				case "nodeOf" -> NODE;
				case "nodes" -> List.of(NODE);
				case "on" -> proxy;
				default -> ANSWER;
			});

	@Test
	void makesNoObjectWithoutAHandler() {
		MemcachedObservations observations = new MemcachedObservations();
		observations.observeIn(ObservationRegistry.create());
		assertThat(allocated(observations.on(this.engine, "main"))).isEqualTo(allocated(this.engine));
	}

	@Test
	void makesNoObjectWithoutARegistry() {
		MemcachedOperations both = new MemcachedObservations().on(new CommandTimers().on(this.engine, "main"), "main");
		assertThat(allocated(both)).isEqualTo(allocated(this.engine));
	}

	@Test
	void handsOnRepliesAsTheyAre() {
		MemcachedOperations both = new MemcachedObservations().on(new CommandTimers().on(this.engine, "main"), "main");
		NodeOperations node = both.on(NODE);
		List<Object> replies = new ArrayList<>(List.of(node.ping(), node.version(), node.stats()));
		for (MemcachedOperations target : List.of(both, node, node.on(NODE))) {
			replies.addAll(List.of(target.get(KEY), target.getWithLease(KEY, MINUTE), target.getForRefresh(KEY, MARK),
					target.getAndTouch(KEY, MINUTE), target.put(KEY, VALUE, MINUTE), target.add(KEY, VALUE, MINUTE),
					target.fill(KEY, VALUE, MINUTE, TOKEN), target.compareAndSet(KEY, VALUE, MINUTE, TOKEN)));
			replies.addAll(List.of(target.renewLease(KEY, MINUTE, TOKEN), target.touch(KEY, MINUTE), target.evict(KEY),
					target.evictIfUnchanged(KEY, TOKEN), target.compareAndDelete(KEY, TOKEN),
					target.markStaleIfUnchanged(KEY, MINUTE, TOKEN), target.count(KEY, COUNTING),
					target.beforeClear(KEY)));
		}
		assertThat(replies).allMatch((reply) -> reply == ANSWER);
		assertThat(both.nodes()).containsExactly(NODE);
	}

	/** The engine, being a proxy, allocates too, but the same for all. */
	private static long allocated(MemcachedOperations operations) {
		NodeOperations node = operations.on(NODE);
		Runnable reads = () -> {
			for (int i = 0; i < 300; i++) {
				node.get(KEY);
			}
		};
		reads.run();
		return Math.min(Allocation.of(reads), Allocation.of(reads));
	}

}
