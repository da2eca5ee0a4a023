package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.test.Undisturbed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that neither start nor stop of an application waits for its servers.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
class UnreachableServerTests {

	private static final Duration LONGER_AT_MOST = Duration.ofMillis(1200);

	private static final Duration STOP_AT_MOST = Duration.ofSeconds(2);

	private static final int RUNS = 3;

	private final MemcachedServer server;

	UnreachableServerTests(MemcachedServer server) {
		this.server = server;
	}

	@Test
	void startsAndStopsWhenTheServerRefusesConnections() {
		try (MemcachedServer gone = MemcachedServer.start()) {
			gone.kill();
			assertThatStartsAndStops("refused", gone.node());
		}
	}

	@Test
	void startsAndStopsWhenTheServerIsSilent() {
		try (MemcachedServer silent = MemcachedServer.start()) {
			silent.pause();
			assertThatStartsAndStops("silent", silent.node());
		}
	}

	@Test
	void startsAndStopsWhenTheServerHasNoAddress() {
		assertThatStartsAndStops("unresolvable", new MemcachedNode("no-such-host.invalid", 11211));
	}

	/** As long as without one: all are connected to, and closed, at the same time. */
	@Test
	void startsAndStopsWhenFurtherClustersAreSilent() {
		try (MemcachedServer silent = MemcachedServer.start()) {
			silent.pause();
			assertThatStartsAndStops("four further clusters silent", () -> startAndStopWithClusters(this.server.node()),
					() -> startAndStopWithClusters(silent.node()));
		}
	}

	private Times startAndStopWithClusters(MemcachedNode node) {
		return startAndStop(this.server.node(),
				Stream.of("a", "b", "c", "d")
					.map((name) -> "memcached.clusters.%s.servers=%s".formatted(name, node))
					.toArray(String[]::new));
	}

	@Test
	void stopsWhenTheServerHasBecomeSilent() throws Exception {
		Undisturbed.run(UnreachableServerTests::stopBesideASilentServer);
	}

	private static void stopBesideASilentServer() {
		try (MemcachedServer server = MemcachedServer.start()) {
			ConfigurableApplicationContext context = start(server.node());
			use(context);
			server.pause();
			use(context);
			Duration stop = time(context::close);
			System.out.printf("Stop with a paused server: %d ms%n", stop.toMillis());
			assertThat(stop).isLessThan(STOP_AT_MOST);
		}
	}

	private void assertThatStartsAndStops(String what, MemcachedNode node) {
		assertThatStartsAndStops(what, () -> startAndStop(this.server.node()), () -> startAndStop(node));
	}

	private static void assertThatStartsAndStops(String what, Supplier<Times> withServer, Supplier<Times> without) {
		Times healthy = withServer.get();
		Times unreachable = without.get();
		// Each in turn, and the fastest of each: other work on the machine slows some.
		for (int run = 1; run < RUNS; run++) {
			healthy = Times.fastest(healthy, withServer.get());
			unreachable = Times.fastest(unreachable, without.get());
		}
		System.out.printf("Start and stop with a healthy server: %s; %s: %s%n", healthy, what, unreachable);
		assertThat(unreachable.start()).isLessThan(healthy.start().plus(LONGER_AT_MOST));
		assertThat(unreachable.stop()).isLessThan(STOP_AT_MOST);
	}

	private static Times startAndStop(MemcachedNode node, String... properties) {
		ConfigurableApplicationContext[] context = new ConfigurableApplicationContext[1];
		Duration start = time(() -> context[0] = start(node, properties));
		use(context[0]);
		return new Times(start, time(context[0]::close));
	}

	private static ConfigurableApplicationContext start(MemcachedNode node, String... properties) {
		return TestApplications.run(
				Stream
					.concat(Stream.of("memcached.servers=" + node, "memcached.timeout=500ms",
							"spring.main.log-startup-info=false"), Stream.of(properties))
					.toArray(String[]::new));
	}

	private static void use(ConfigurableApplicationContext context) {
		Cache cache = context.getBean(CacheManager.class).getCache("books");
		assertThat(cache.get("key", () -> "loaded")).isEqualTo("loaded");
	}

	private static Duration time(Runnable action) {
		long start = System.nanoTime();
		action.run();
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private record Times(Duration start, Duration stop) {

		static Times fastest(Times one, Times other) {
			return new Times(min(one.start, other.start), min(one.stop, other.stop));
		}

		private static Duration min(Duration one, Duration other) {
			return (one.compareTo(other) <= 0) ? one : other;
		}

		@Override
		public String toString() {
			return "%d ms, %d ms".formatted(this.start.toMillis(), this.stop.toMillis());
		}

	}

}
