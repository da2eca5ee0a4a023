package io.github.memcachedspring.lease.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stores by tokens from before the connection was lost.
 */
@Tag(MemcachedServer.CONTRACT)
@SideBySide
@Tag("fleet")
class LostServerTests {

	private static final List<Way> WAYS = List.of(Way.values());

	/** The server's counter may not be as far as that when it begins anew. */
	private static final int HEAD_START = 300;

	@Test
	void storeNothingOnAServerThatWasRestarted() throws Exception {
		try (MemcachedServer server = MemcachedServer.start()) {
			for (int i = 0; i < HEAD_START; i++) {
				nextToken(server, "filler");
			}
			List<Stub> stubs = new ArrayList<>();
			assertThatStoresNothingAfter(server, server.node(), () -> {
				stubs.addAll(stubs(server));
				server.restart();
			}, () -> leave(stubs, server));
		}
	}

	@Test
	void storeNothingOnAServerThatHasThemStill() throws Exception {
		try (MemcachedServer server = MemcachedServer.start(); TcpProxy proxy = TcpProxy.before(server.node())) {
			assertThatStoresNothingAfter(server, proxy.node(), proxy::cut, () -> {
			});
		}
	}

	private static void assertThatStoresNothingAfter(MemcachedServer server, MemcachedNode node, Runnable loss,
			Runnable afterwards) throws Exception {
		CountDownLatch loaded = new CountDownLatch(1);
		Database database = new Database(() -> Threads.await(loaded));
		// With leases that are not renewed meanwhile, which would change their tokens.
		try (Fleet<Library> fleet = Fleet.start(1, node, database, "memcached.cache.lease=60s",
				"memcached.cache.wait-limit=90s", "memcached.cache.clear-propagation=1h")) {
			List<CompletableFuture<Long>> callers = WAYS.stream()
				.map((way) -> Threads.call(() -> way.read(fleet.instance(0), way.name())))
				.toList();
			WAYS.forEach((way) -> database.awaitLoads(way.name(), 1));
			loss.run();
			awaitReconnect(fleet.instance(0));
			afterwards.run();
			loaded.countDown();
			assertThat(Threads.awaitAll(callers)).containsOnly(1L);
			assertThatOnlyStubsAreThere(server);
		}
	}

	private static void awaitReconnect(Instance<Library> instance) {
		Awaitility.await().ignoreExceptions().until(() -> {
			instance.cache("probe").put("k", "v");
			return instance.cache("probe").get("k") != null;
		});
	}

	private static void assertThatOnlyStubsAreThere(MemcachedServer server) throws InterruptedException {
		// An asynchronous store may still be on its way.
		Thread.sleep(300);
		SoftAssertions softly = new SoftAssertions();
		wireKeys()
			.forEach((key) -> softly.assertThat(server.command("mg %s s".formatted(key))).as(key).startsWith("HD s0"));
		softly.assertAll();
	}

	private static Stream<String> wireKeys() {
		return WAYS.stream().flatMap((way) -> way.wireKeys(way.name()).stream());
	}

	private static List<Stub> stubs(MemcachedServer server) {
		return wireKeys().map((key) -> new Stub(key, token(server.command("mg %s c".formatted(key)))))
			.sorted(Comparator.comparing(Stub::token))
			.toList();
	}

	/** Leaves other stubs with the same numbers, as by chance. */
	private static void leave(List<Stub> stubs, MemcachedServer server) {
		long last = nextToken(server, "filler");
		for (Stub stub : stubs) {
			while (last < stub.token() - 1) {
				last = nextToken(server, "filler");
			}
			last = nextToken(server, stub.key());
			assertThat(last).isEqualTo(stub.token());
		}
	}

	private static long nextToken(MemcachedServer server, String key) {
		return token(server.command("ms %s 0 c T300\r\n".formatted(key)));
	}

	private static long token(String answer) {
		return Arrays.stream(answer.split(" "))
			.filter((part) -> part.startsWith("c"))
			.mapToLong((part) -> Long.parseLong(part.substring(1)))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No stub: " + answer));
	}

	/**
	 * What a load left.
	 *
	 * @param key the wire key
	 * @param token the number that the server gave it
	 */
	private record Stub(String key, long token) {
	}

}
