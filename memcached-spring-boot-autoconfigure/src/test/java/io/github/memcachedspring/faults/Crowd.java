package io.github.memcachedspring.faults;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import com.sun.management.OperatingSystemMXBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads that call a method together and then about five times in two seconds each,
 * and how long the calls took: those at the beginning, and those later.
 */
final class Crowd {

	/**
	 * Later calls are those that begin when whoever waited at first has waited enough.
	 */
	private static final Duration BEGINNING = App.TIMEOUT.multipliedBy(10);

	private final Quantiles beginning;

	private final Quantiles later;

	/** Of the whole process. */
	private final Duration processorTime;

	private Crowd(Quantiles beginning, Quantiles later, Duration processorTime) {
		this.beginning = beginning;
		this.later = later;
		this.processorTime = processorTime;
	}

	/**
	 * Has threads call for some time.
	 * @param wait is run before each call, and told whether it is the thread's first
	 */
	static Crowd of(int count, Duration lasting, Consumer<Boolean> wait, Shop shop) {
		List<Member> members = new ArrayList<>();
		CountDownLatch start = new CountDownLatch(1);
		for (int i = 0; i < count; i++) {
			Member member = new Member("k" + i % 3, lasting, wait, shop, start);
			members.add(member);
			member.thread.start();
		}
		long processor = processorNanos();
		start.countDown();
		members.forEach(Member::join);
		Duration processorTime = Duration.ofNanos(processorNanos() - processor);
		return new Crowd(Quantiles.of(members.stream().flatMapToLong((member) -> member.beginning()).toArray()),
				Quantiles.of(members.stream().flatMapToLong((member) -> member.later()).toArray()), processorTime);
	}

	private static long processorNanos() {
		return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
	}

	Quantiles later() {
		return this.later;
	}

	@Override
	public String toString() {
		return "at first %s; later %s; %d ms of processors".formatted(this.beginning, this.later,
				this.processorTime.toMillis());
	}

	/** Of durations. */
	record Quantiles(int count, Duration median, Duration p99, Duration slowest) {

		static Quantiles of(long... nanos) {
			Arrays.sort(nanos);
			assertThat(nanos).isNotEmpty();
			return new Quantiles(nanos.length, Duration.ofNanos(nanos[nanos.length / 2]),
					Duration.ofNanos(nanos[(int) (nanos.length * 0.99)]), Duration.ofNanos(nanos[nanos.length - 1]));
		}

		@Override
		public String toString() {
			return "%d calls, median %.2f, p99 %.2f, slowest %.1f ms".formatted(this.count, Extent.millis(this.median),
					Extent.millis(this.p99), Extent.millis(this.slowest));
		}

	}

	private static final class Member {

		private final Thread thread = new Thread(null, this::run, "caller", 256 * 1024);

		private final String key;

		private final Duration lasting;

		private final Consumer<Boolean> wait;

		private final Shop shop;

		private final CountDownLatch start;

		/** Pairs of when a call began and how long it took. */
		private final long[] calls;

		private int count;

		private volatile boolean mistaken;

		Member(String key, Duration lasting, Consumer<Boolean> wait, Shop shop, CountDownLatch start) {
			this.key = key;
			this.lasting = lasting;
			this.wait = wait;
			this.shop = shop;
			this.start = start;
			this.calls = new long[(int) lasting.toSeconds() * 20];
			this.thread.setDaemon(true);
		}

		private void run() {
			try {
				this.start.await();
				long begin = System.nanoTime();
				while (System.nanoTime() - begin < this.lasting.toNanos() && this.count < this.calls.length) {
					call(begin);
					Thread.sleep(200 + ThreadLocalRandom.current().nextInt(400));
				}
			}
			catch (InterruptedException | RuntimeException ex) {
				this.mistaken = true;
			}
		}

		private void call(long begin) {
			long now = System.nanoTime();
			this.wait.accept(this.count == 0);
			String value = this.shop.plain(this.key, new AtomicInteger());
			this.calls[this.count++] = now - begin;
			this.calls[this.count++] = System.nanoTime() - now;
			this.mistaken |= Shop.version(this.key, value) == 0;
		}

		void join() {
			try {
				this.thread.join(this.lasting.plusSeconds(60).toMillis());
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
			assertThat(this.thread.isAlive()).as("a caller hangs").isFalse();
			assertThat(this.mistaken).as("a caller noticed something").isFalse();
		}

		LongStream beginning() {
			return durations(false);
		}

		LongStream later() {
			return durations(true);
		}

		private LongStream durations(boolean later) {
			return IntStream.range(0, this.count / 2)
				.filter((i) -> (this.calls[2 * i] >= BEGINNING.toNanos()) == later)
				.mapToLong((i) -> this.calls[2 * i + 1]);
		}

	}

}
