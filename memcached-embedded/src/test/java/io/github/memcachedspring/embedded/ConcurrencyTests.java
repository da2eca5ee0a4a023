package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with several connections at once.
 */
@Timeout(120)
class ConcurrencyTests {

	private static final int CONNECTIONS = 8;

	private final EmbeddedMemcached memcached = EmbeddedMemcached.start();

	private final ExecutorService executor = Executors.newFixedThreadPool(CONNECTIONS);

	@AfterEach
	void close() {
		this.executor.shutdownNow();
		this.memcached.close();
	}

	@Test
	void countsExactly() throws Exception {
		int increments = 20_000;
		ask("set n 0 0 1\r\n0\r\n");
		long start = System.nanoTime();
		inParallel((number) -> () -> {
			try (Wire wire = new Wire(this.memcached.port())) {
				for (int i = 0; i < increments / 200; i++) {
					wire.send("incr n 1 noreply\r\n".repeat(199) + "incr n 1\r\n");
					wire.readUntil("\r\n");
				}
			}
			return 0;
		});
		System.out.printf("%d connections x %d incr in %d ms%n", CONNECTIONS, increments,
				Duration.ofNanos(System.nanoTime() - start).toMillis());
		assertThat(ask("mg n v\r\n")).isEqualTo("VA 6\r\n160000\r\n");
	}

	@Test
	void letsOneOfManyCompareAndSetWin() throws Exception {
		int rounds = 300;
		CyclicBarrier barrier = new CyclicBarrier(CONNECTIONS);
		ask("set n 0 0 1\r\nx\r\n");
		List<Integer> wins = inParallel((number) -> () -> {
			int won = 0;
			try (Wire wire = new Wire(this.memcached.port())) {
				for (int i = 0; i < rounds; i++) {
					// The value stays the same, so that only the CAS number can tell.
					String cas = wire.ask("mg n c\r\n").substring(4).trim();
					barrier.await(30, TimeUnit.SECONDS);
					won += wire.ask("cas n 0 0 1 " + cas + "\r\nx\r\n").equals("STORED\r\n") ? 1 : 0;
					barrier.await(30, TimeUnit.SECONDS);
				}
			}
			return won;
		});
		assertThat(wins.stream().mapToInt(Integer::intValue).sum()).isEqualTo(rounds);
	}

	@Test
	void losesNoUpdateByCompareAndSet() throws Exception {
		int updates = 500;
		ask("ms n 1\r\n0\r\n");
		inParallel((number) -> () -> {
			try (Wire wire = new Wire(this.memcached.port())) {
				for (int i = 0; i < updates;) {
					wire.send("mg n c v\r\n");
					String[] read = wire.readUntil("\r\n").split("\r\n| ");
					String value = (read.length > 3) ? read[3] : wire.readUntil("\r\n").trim();
					String next = String.valueOf(Integer.parseInt(value) + 1);
					String set = "ms n " + next.length() + " C" + read[2].substring(1) + "\r\n" + next + "\r\n";
					i += wire.ask(set).equals("HD\r\n") ? 1 : 0;
				}
			}
			return 0;
		});
		assertThat(ask("mg n v\r\n")).isEqualTo("VA 4\r\n4000\r\n");
	}

	@Test
	void letsOneOfManyWinALease() throws Exception {
		int rounds = 200;
		CyclicBarrier barrier = new CyclicBarrier(CONNECTIONS);
		List<Integer> wins = inParallel((number) -> () -> {
			int won = 0;
			try (Wire wire = new Wire(this.memcached.port())) {
				for (int i = 0; i < rounds; i++) {
					barrier.await(30, TimeUnit.SECONDS);
					won += wire.ask("mg lease" + i + " N30\r\n").equals("HD W\r\n") ? 1 : 0;
				}
			}
			return won;
		});
		assertThat(wins.stream().mapToInt(Integer::intValue).sum()).isEqualTo(rounds);
	}

	@Test
	void holdsAThousandConnections() throws IOException {
		List<Wire> wires = new ArrayList<>();
		long before = usedMemory();
		for (int i = 0; i < 1000; i++) {
			Wire wire = new Wire(this.memcached.port());
			wires.add(wire);
			assertThat(wire.ask("ms k" + i + " 5\r\nvalue\r\n")).isEqualTo("HD\r\n");
		}
		for (int i = 0; i < 1000; i++) {
			assertThat(wires.get(i).ask("mg k" + (999 - i) + " s\r\n")).isEqualTo("HD s5\r\n");
		}
		long each = (usedMemory() - before) / 1000;
		System.out.printf("1,000 open connections: %d bytes of heap each, both ends and an item%n", each);
		assertThat(each).isLessThan(20_000);
		assertThat(platformThreads()).isLessThan((Runtime.version().feature() < 24) ? 1010L : 40L);
		for (Wire wire : wires) {
			wire.close();
		}
		try (Wire wire = new Wire(this.memcached.port())) {
			Waiting.until(() -> {
				wire.send("stats\r\n");
				return wire.readUntil("END\r\n").contains("STAT curr_connections 1\r\n");
			});
		}
	}

	private long platformThreads() {
		String name = "embedded-memcached-" + this.memcached.port();
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(name))
			.count();
	}

	private static long usedMemory() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private String ask(String command) throws IOException {
		try (Wire wire = new Wire(this.memcached.port())) {
			wire.send(command + "mn\r\n");
			return wire.readUntil("MN\r\n").replace("MN\r\n", "");
		}
	}

	private <T> List<T> inParallel(Work<T> work) throws Exception {
		List<Future<T>> futures = new ArrayList<>();
		for (int i = 0; i < CONNECTIONS; i++) {
			futures.add(this.executor.submit(work.of(i)));
		}
		List<T> results = new ArrayList<>();
		for (Future<T> future : futures) {
			results.add(future.get());
		}
		return results;
	}

	private interface Work<T> {

		Callable<T> of(int number);

	}

}
