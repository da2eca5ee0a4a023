package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.TcpProxy;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Clears of caches on several nodes, some of which come and go.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClearOfSeveralNodesTests {

	private static final List<String> KEYS = IntStream.range(0, 600).mapToObj((i) -> "k" + i).toList();

	private static List<String> found(MemcachedCache cache) {
		return KEYS.stream().filter((key) -> cache.get(key) != null).toList();
	}

	private static List<String> on(MemcachedCache cache, MemcachedNode node) {
		return KEYS.stream()
			.filter((key) -> ((MemcachedOperations) cache.getNativeCache()).nodeOf(cache.wireKey(key)).equals(node))
			.toList();
	}

	private static void fill(MemcachedCache cache) {
		KEYS.forEach((key) -> cache.put(key, Book.DUNE));
	}

	@Test
	void losesOnlyTheEntriesOfANodeThatRestartsAndNeverBringsBackClearedOnes() {
		try (MemcachedServer first = MemcachedServer.start();
				MemcachedServer second = MemcachedServer.start();
				MemcachedServer third = MemcachedServer.start();
				TestCaches caches = TestCaches.on(first, second, third)) {
			MemcachedCache cache = caches.cache((configuration) -> configuration.clearPropagation(Duration.ZERO));
			MemcachedCache cleared = caches.cache((configuration) -> configuration.clearPropagation(Duration.ZERO));
			fill(cleared);
			cleared.clear();
			for (MemcachedServer server : List.of(first, second, third)) {
				fill(cache);
				List<String> lost = on(cache, server.node());
				assertThat(lost).isNotEmpty();
				server.kill();
				Callers.awaitUntil(() -> !caches.operations().isConnected(server.node()));
				server.restart();
				Callers.awaitUntil(() -> caches.operations().isConnected(server.node()));
				assertThat(found(cache)).hasSize(KEYS.size() - lost.size()).doesNotContainAnyElementsOf(lost);
				assertThat(found(cleared)).isEmpty();
			}
		}
	}

	@Test
	void makesUpForAClearThatANodeMissed(CapturedOutput output) {
		try (MemcachedServer first = MemcachedServer.start();
				MemcachedServer second = MemcachedServer.start();
				TcpProxy before = TcpProxy.before(second.node());
				TestCaches caches = TestCaches.withTimeout(Duration.ofSeconds(2), first.node(), before.node());
				TestCaches others = TestCaches.on(first.node(), before.node())) {
			MemcachedCache cache = caches.cache((configuration) -> configuration);
			fill(cache);
			MemcachedCache other = others.cache(cache.getName(),
					(configuration) -> configuration.clearPropagation(Duration.ZERO));
			assertThat(found(other)).hasSameElementsAs(KEYS);
			before.hold();
			cache.clear();
			assertThat(cache.getStatistics().failures()).isOne();
			assertThat(output).contains("Memcached failed for cache '%s'".formatted(cache.getName()))
				.contains(before.node().toString());
			before.release();
			assertThat(found(cache)).isEmpty();
			assertThat(found(other)).isEmpty();
			cache.put("k1", Book.EMMA);
			assertThat(other.get("k1", Book.class)).isEqualTo(Book.EMMA);
		}
	}

	@Test
	void makesUpForAClearThatWasMissedWhileThereWasNoConnection() {
		try (MemcachedServer server = MemcachedServer.start();
				TcpProxy before = TcpProxy.before(server.node());
				TestCaches caches = TestCaches.withTimeout(Duration.ofMillis(500), before.node())) {
			MemcachedCache cache = caches.cache();
			cache.put("k", Book.DUNE);
			before.hold();
			before.cut();
			Callers.awaitUntil(() -> !caches.operations().isConnected(before.node()));
			cache.clear();
			cache.clear();
			assertThat(cache.getStatistics().failures()).isEqualTo(2);
			before.release();
			Callers.awaitUntil(() -> caches.operations().isConnected(before.node()));
			assertThat(cache.get("k")).isNull();
			cache.put("k", Book.EMMA);
			assertThat(cache.get("k", Book.class)).isEqualTo(Book.EMMA);
		}
	}

	@Test
	void countsEachNodeThatFailsAndThrowsIfThatIsWanted() {
		try (MemcachedServer first = MemcachedServer.start();
				MemcachedServer second = MemcachedServer.start();
				TestCaches caches = TestCaches.on(first, second)) {
			MemcachedCache cache = caches.cache((configuration) -> configuration.onError(OnError.THROW));
			first.kill();
			second.kill();
			assertThatExceptionOfType(MemcachedException.class).isThrownBy(cache::clear);
			assertThat(cache.getStatistics().failures()).isEqualTo(2);
			assertThatExceptionOfType(MemcachedException.class).isThrownBy(cache::invalidate);
		}
	}

}
