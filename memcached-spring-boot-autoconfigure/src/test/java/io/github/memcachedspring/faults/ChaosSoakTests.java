package io.github.memcachedspring.faults;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests callers under faults that come at random, with an observer that knows of each key
 * which version has been evicted.
 */
@Tag("fault")
class ChaosSoakTests {

	private static final int KEYS = 50;

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	private final Queue<String> stale = new ConcurrentLinkedQueue<>();

	private final Map<String, Integer> faults = new ConcurrentHashMap<>();

	private final AtomicInteger evicts = new AtomicInteger();

	private volatile boolean over;

	@Test
	void callersNoticeNothingAndNothingOldIsReadUnderFaultsAtRandom() throws InterruptedException {
		try (MemcachedServer server = MemcachedServer.start();
				FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());
				App app = App.on(proxy.port())) {
			Callers callers = Callers.start(app, 8, IntStream.range(0, 20).mapToObj((i) -> "others" + i).toList(), 5);
			int threads = Thread.activeCount();
			Thread observer = new Thread(() -> observe(app), "observer");
			observer.start();
			long end = System.nanoTime() + Duration.ofSeconds(Extent.of(600, 15)).toNanos();
			while (System.nanoTime() < end) {
				disturb(server, proxy);
			}
			Duration untilHit = app.awaitHit("after");
			this.over = true;
			observer.join(30_000);
			callers.assertNothingNoticed();
			System.out.printf(
					"soak: seed %d, %s, %d calls, %d evicts observed, %d stale, slowest %.0f ms, hit %.0f ms"
							+ " after, threads %+d, %s%n",
					this.seed, this.faults, callers.count(), this.evicts.get(), this.stale.size(),
					Extent.millis(callers.slowest(Long.MIN_VALUE)), Extent.millis(untilHit),
					Thread.activeCount() - threads, app.node());
			assertThat(this.stale).as("seed %d", this.seed).isEmpty();
			assertThat(untilHit).isLessThan(Duration.ofSeconds(6));
		}
	}

	/** The only one that changes its keys, so that it knows what it has to read. */
	private void observe(App app) {
		long[] evicted = new long[KEYS];
		Random choice = new Random(this.seed + 1);
		while (!this.over) {
			int i = choice.nextInt(KEYS);
			String key = "observed" + i;
			if (choice.nextInt(4) == 0) {
				evicted[i] = Shop.version(key, app.shop().evict(key));
				this.evicts.incrementAndGet();
			}
			AtomicInteger loads = new AtomicInteger();
			String value = choice.nextBoolean() ? app.shop().plain(key, loads) : app.shop().sync(key, loads);
			if (Shop.version(key, value) < evicted[i]) {
				this.stale.add("%s, evicted %d".formatted(value, evicted[i]));
			}
			Extent.lasts(Duration.ofMillis(1));
		}
	}

	private void disturb(MemcachedServer server, FaultProxy proxy) {
		Fault fault = Fault.values()[this.random.nextInt(Fault.values().length)];
		this.faults.merge(fault.name(), 1, Integer::sum);
		switch (fault) {
			case HANG -> server.pause();
			case KILL -> server.kill();
			case CUT -> {
				proxy.faults().newConnections().refuse();
				proxy.cutConnections();
			}
			case HOLD_REPLIES -> proxy.faults().connections().hangReplies();
			case LATENCY -> proxy.faults().connections().latency(Duration.ofMillis(150), Duration.ofMillis(150));
			case SLICE -> proxy.faults().connections().slice(1);
			case RESETS -> proxy.faults().on(Command.any()).withProbability(0.02, this.seed).afterExecution().close();
			case GARBAGE -> proxy.faults().on(Command.any()).withProbability(0.02, this.seed).garbage(50);
			default -> proxy.faults().on(Command.any()).withProbability(0.1, this.seed).replyWith("SERVER_ERROR busy");
		}
		Extent.lasts(Duration.ofMillis(500 + this.random.nextInt(1500)));
		if (fault == Fault.HANG) {
			server.resume();
		}
		else if (fault == Fault.KILL) {
			server.restart();
		}
		proxy.faults().clear();
		Extent.lasts(Duration.ofMillis(this.random.nextInt(1500)));
	}

	enum Fault {

		HANG, KILL, CUT, HOLD_REPLIES, LATENCY, SLICE, RESETS, GARBAGE, SERVER_ERROR

	}

}
