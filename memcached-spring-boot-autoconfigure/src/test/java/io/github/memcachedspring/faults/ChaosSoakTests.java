package io.github.memcachedspring.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests two instances of an application under faults that come at random, each with an
 * observer that knows of its keys what they were changed to.
 */
@Tag("fault")
class ChaosSoakTests {

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	private final Map<Fault, Tally> tallies = new TreeMap<>();

	private final List<Fault> next = new ArrayList<>();

	@Test
	void callersNoticeNothingAndNothingOldIsReadUnderFaultsAtRandom() {
		try (MemcachedServer server = MemcachedServer.start();
				FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());
				FaultProxy otherProxy = FaultProxy.before("127.0.0.1", server.port());
				App app = App.on(proxy.port());
				App other = App.beside(app, otherProxy.port())) {
			List<String> keys = IntStream.range(0, 20).mapToObj((i) -> "others" + i).toList();
			long heap = usedHeap();
			Callers callers = Callers.start(app, 4, keys, 5);
			Callers otherCallers = Callers.start(other, 4, keys, 5);
			Observer observer = Observer.start("a", app, other, this.seed + 1);
			Observer otherObserver = Observer.start("b", other, app, this.seed + 2);
			int threads = Thread.activeCount();
			long end = System.nanoTime() + Duration.ofSeconds(Extent.of(600, 8)).toNanos();
			while (System.nanoTime() < end) {
				disturb(server, List.of(proxy, otherProxy), app, other);
			}
			long healed = System.nanoTime();
			app.awaitHit("after");
			other.awaitHit("after");
			Duration untilHit = Extent.since(healed);
			App.waitUntil(() -> app.isSettled() && other.isSettled());
			observer.finish();
			otherObserver.finish();
			callers.assertNothingNoticed();
			otherCallers.assertNothingNoticed();
			long growth = usedHeap() - heap - (callers.count() + otherCallers.count()) * 60L;
			int newThreads = Thread.activeCount() - threads;
			System.out.printf(
					"soak: seed %d, %d calls, slowest %.0f ms, hit %.0f ms after, heap %+d KB, threads %+d%n"
							+ "  openings of faults: %s%n  %s%n  %s%n  %s%n  %s%n",
					this.seed, callers.count() + otherCallers.count(),
					Math.max(Extent.millis(callers.slowest(Long.MIN_VALUE)),
							Extent.millis(otherCallers.slowest(Long.MIN_VALUE))),
					Extent.millis(untilHit), growth / 1024, newThreads, this.tallies, observer, otherObserver,
					app.node(), other.node());
			assertThat(untilHit).isLessThan(Duration.ofSeconds(6));
			assertThat(newThreads).isLessThan(20);
			assertThat(growth).isLessThan(50L << 20);
			assertThat(openings()).as("openings in two instances").isLessThanOrEqualTo(3 * faults());
		}
	}

	private int faults() {
		return this.tallies.values().stream().mapToInt((tally) -> tally.times).sum();
	}

	private long openings() {
		return this.tallies.values().stream().mapToLong((tally) -> tally.openings).sum();
	}

	private static long usedHeap() {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

	/** Each fault comes once before the first one comes again. */
	private Fault nextFault() {
		if (this.next.isEmpty()) {
			Collections.addAll(this.next, Fault.values());
			Collections.shuffle(this.next, this.random);
		}
		return this.next.remove(0);
	}

	private void disturb(MemcachedServer server, List<FaultProxy> proxies, App app, App other) {
		Fault fault = nextFault();
		long openings = app.node().timesLeftAlone() + other.node().timesLeftAlone();
		// Both instances, or one of them.
		int who = this.random.nextInt(3);
		List<FaultProxy> disturbed = (who == 2) ? proxies : List.of(proxies.get(who));
		switch (fault) {
			case HANG -> server.pause();
			case KILL -> server.kill();
			default -> disturbed.forEach((proxy) -> disturb(proxy, fault));
		}
		Extent.lasts(Duration.ofMillis(300 + this.random.nextInt(900)));
		if (fault == Fault.HANG) {
			server.resume();
		}
		else if (fault == Fault.KILL) {
			server.restart();
		}
		proxies.forEach((proxy) -> proxy.faults().clear());
		Extent.lasts(Duration.ofMillis(300 + this.random.nextInt(900)));
		this.tallies.computeIfAbsent(fault, (kind) -> new Tally())
			.add(app.node().timesLeftAlone() + other.node().timesLeftAlone() - openings);
	}

	private void disturb(FaultProxy proxy, Fault fault) {
		switch (fault) {
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
	}

	enum Fault {

		HANG, KILL, CUT, HOLD_REPLIES, LATENCY, SLICE, RESETS, GARBAGE, SERVER_ERROR

	}

	/** How often a fault happened, and how often a server was left alone then. */
	private static final class Tally {

		private int times;

		private long openings;

		void add(long number) {
			this.times++;
			this.openings += number;
		}

		@Override
		public String toString() {
			return "%d of %d".formatted(this.openings, this.times);
		}

	}

}
