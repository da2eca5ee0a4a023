package io.github.memcachedspring.metrics;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.guard.GuardSettings;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.MemcachedServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for what becomes of {@link CommandTimers} when nodes come and go.
 */
class TimersOfLeftNodesTests {

	private final MemcachedServer staying = MemcachedServer.start();

	private final MemcachedServer leaving = MemcachedServer.start();

	private final XMemcachedOperations engine = XMemcachedOperations.connect(XMemcachedSettings.of(all()));

	private final CommandTimers timers = new CommandTimers();

	private final GuardedOperations operations = new GuardedOperations(this.timers.on(this.engine, "main"),
			this.engine::close, GuardSettings.DEFAULTS);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	TimersOfLeftNodesTests() {
		this.engine.addListener(this.operations);
		this.timers.recordIn(this.registry);
		this.timers.follow(this.operations);
		all().forEach(this::awaitPing);
	}

	@AfterEach
	void close() {
		this.operations.close();
		this.staying.close();
		this.leaving.close();
	}

	private List<MemcachedNode> all() {
		return List.of(this.staying.node(), this.leaving.node());
	}

	private void awaitPing(MemcachedNode node) {
		Awaitility.await().ignoreExceptions().until(() -> this.operations.on(node).ping().await());
	}

	/** Listeners are called in their order: what follows the nodes has done so. */
	private void leave() throws InterruptedException {
		CountDownLatch followed = new CountDownLatch(1);
		this.operations.addChangeListener(followed::countDown);
		this.engine.setNodes(List.of(this.staying.node()));
		followed.await();
	}

	@Test
	void goWithTheirNodeAndBeginAnewWhenItComesBack() throws InterruptedException {
		assertThat(nodes()).isEqualTo(names(this.staying.node(), this.leaving.node()));
		leave();
		assertThat(nodes()).isEqualTo(names(this.staying.node()));
		this.engine.setNodes(all());
		awaitPing(this.leaving.node());
		assertThat(nodes()).isEqualTo(names(this.staying.node(), this.leaving.node()));
		assertThat(this.registry.get(CommandTimers.NAME)
			.tags("node", this.leaving.node().toString(), "outcome", "success")
			.timer()
			.count()).isOne();
	}

	@Test
	void areNotAddedByAnAnswerThatIsTakenInLater() throws InterruptedException {
		Reply<String> reply = this.operations.on(this.leaving.node()).version();
		leave();
		// Whether there is an answer depends on when the connection is closed.
		catchThrowable(reply::await);
		assertThat(nodes()).isEqualTo(names(this.staying.node()));
	}

	@Test
	void areNotAddedByACommandThatIsSentLater() throws InterruptedException {
		leave();
		assertThatExceptionOfType(MemcachedException.class)
			.isThrownBy(() -> this.operations.on(this.leaving.node()).version().await());
		assertThat(nodes()).isEqualTo(names(this.staying.node()));
	}

	private Set<String> nodes() {
		return this.registry.find(CommandTimers.NAME)
			.timers()
			.stream()
			.map((timer) -> timer.getId().getTag("node"))
			.collect(Collectors.toSet());
	}

	private static Set<String> names(MemcachedNode... nodes) {
		return Set.of(nodes).stream().map(MemcachedNode::toString).collect(Collectors.toSet());
	}

}
