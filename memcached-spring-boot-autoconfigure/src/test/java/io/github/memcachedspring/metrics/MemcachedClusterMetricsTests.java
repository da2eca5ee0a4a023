package io.github.memcachedspring.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.guard.GuardSettings;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.MemcachedServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemcachedClusterMetricsTests {

	private static final Duration TIMEOUT = Duration.ofMillis(200);

	private static final MemcachedKey KEY = KeySpace.of("", "c", "meters").key("k");

	private final MemcachedServer server = MemcachedServer.start();

	private final MemcachedServer other = MemcachedServer.start();

	private final XMemcachedOperations engine = XMemcachedOperations
		.connect(XMemcachedSettings.of(List.of(this.server.node())).timeout(TIMEOUT));

	private final GuardedOperations operations = new GuardedOperations(this.engine, this.engine::close,
			GuardSettings.DEFAULTS);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final RemovableMeters meters = new RemovableMeters();

	MemcachedClusterMetricsTests() {
		this.engine.addListener(this.operations);
		Awaitility.await().until(() -> this.engine.isConnected(this.server.node()));
		new MemcachedClusterMetrics(new MemcachedCluster("primary", this.operations), this.meters)
			.bindTo(this.registry);
	}

	@AfterEach
	void close() {
		this.operations.close();
		this.server.close();
		this.other.close();
	}

	@Test
	void tellsHowANodeIsDoing() {
		assertThat(gauge("connected")).isOne();
		assertThat(counter("connects")).isOne();
		assertThat(gauge("left.alone")).isZero();
		this.server.kill();
		Awaitility.await().until(() -> {
			assertThatExceptionOfType(MemcachedException.class).isThrownBy(() -> this.operations.evict(KEY).await());
			return gauge("left.alone") == 1;
		});
		assertThat(gauge("connected")).isZero();
		assertThat(counter("times.left.alone")).isOne();
		assertThatExceptionOfType(MemcachedException.class).isThrownBy(() -> this.operations.evict(KEY).await());
		assertThat(counter("rejected")).isPositive();
		assertThat(gauge("pending.deletes")).isOne();
		this.server.restart();
		Awaitility.await().until(() -> gauge("pending.deletes") == 0);
		assertThat(counter("connects")).isEqualTo(2);
		assertThat(counter("deletes.made.up")).isOne();
		assertThat(counter("deletes.lost")).isZero();
		assertThat(gauge("left.alone")).isZero();
	}

	@Test
	void tellsHowManyAnswersAreOwed() {
		this.server.pause();
		this.operations.put(KEY, new byte[1], Expiration.after(Duration.ofMinutes(1)));
		assertThat(gauge("in.flight")).isOne();
		this.server.resume();
		Awaitility.await().until(() -> gauge("in.flight") == 0);
	}

	@Test
	void followsTheNodes() {
		int perNode = this.registry.getMeters().size();
		this.engine.setNodes(List.of(this.server.node(), this.other.node()));
		Awaitility.await()
			.until(() -> nodes().equals(names(this.server.node(), this.other.node()))
					&& this.registry.getMeters().size() == 2 * perNode);
		this.engine.setNodes(List.of(this.other.node()));
		Awaitility.await().until(() -> nodes().equals(names(this.other.node())));
		this.engine.setNodes(List.of(this.server.node()));
		Awaitility.await()
			.ignoreExceptions()
			.until(() -> nodes().equals(names(this.server.node())) && counter("connects") > 0);
	}

	@Test
	void followsNoMoreOnceItsMetersAreRemoved() throws InterruptedException {
		CountDownLatch followed = new CountDownLatch(1);
		this.operations.addChangeListener(followed::countDown);
		this.meters.close();
		this.engine.setNodes(List.of(this.other.node()));
		assertThat(followed.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	private Set<String> nodes() {
		return this.registry.getMeters()
			.stream()
			.map(Meter::getId)
			.map((id) -> id.getTag("node"))
			.collect(Collectors.toSet());
	}

	private static Set<String> names(MemcachedNode... nodes) {
		return Set.of(nodes).stream().map(MemcachedNode::toString).collect(Collectors.toSet());
	}

	private double gauge(String name) {
		Gauge gauge = this.registry.get("memcached.node." + name)
			.tags("cluster", "primary", "node", this.server.node().toString())
			.gauge();
		return gauge.value();
	}

	private double counter(String name) {
		FunctionCounter counter = this.registry.get("memcached.node." + name)
			.tags("cluster", "primary", "node", this.server.node().toString())
			.functionCounter();
		return counter.count();
	}

}
