package io.github.memcachedspring.faults;

import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes keys of its own by evicts and puts in one instance, which may never read
 * anything older afterwards, and measures for how long another instance does.
 */
final class Observer {

	private static final int KEYS = 30;

	private final String name;

	private final App writer;

	private final App reader;

	private final long seed;

	private final AtomicLongArray versions = new AtomicLongArray(KEYS);

	private final AtomicLongArray changedAt = new AtomicLongArray(KEYS);

	private final Queue<String> stale = new ConcurrentLinkedQueue<>();

	private final AtomicInteger changes = new AtomicInteger();

	private final AtomicLong reads = new AtomicLong();

	private final AtomicLong longest = new AtomicLong();

	private final Thread changing = new Thread(this::change, "observer");

	private final Thread reading = new Thread(this::readElsewhere, "reader");

	private volatile boolean over;

	private Observer(String name, App writer, App reader, long seed) {
		this.name = name;
		this.writer = writer;
		this.reader = reader;
		this.seed = seed;
	}

	static Observer start(String name, App writer, App reader, long seed) {
		Observer observer = new Observer(name, writer, reader, seed);
		observer.changing.start();
		observer.reading.start();
		return observer;
	}

	private void change() {
		Random choice = new Random(this.seed);
		while (!this.over) {
			int i = choice.nextInt(KEYS);
			if (choice.nextInt(4) == 0) {
				Shop shop = this.writer.shop();
				String value = choice.nextBoolean() ? shop.evict(key(i)) : shop.put(key(i));
				this.changedAt.set(i, System.nanoTime());
				this.versions.set(i, Shop.version(key(i), value));
				this.changes.incrementAndGet();
			}
			long version = read(this.writer, i, choice.nextBoolean());
			if (version < this.versions.get(i)) {
				this.stale.add("'%s' read %d after %d".formatted(key(i), version, this.versions.get(i)));
			}
			Extent.lasts(Duration.ofMillis(1));
		}
	}

	private void readElsewhere() {
		Random choice = new Random(this.seed + 1);
		while (!this.over) {
			int i = choice.nextInt(KEYS);
			long expected = this.versions.get(i);
			long age = System.nanoTime() - this.changedAt.get(i);
			if (read(this.reader, i, choice.nextBoolean()) < expected) {
				this.longest.accumulateAndGet(age, Math::max);
			}
			this.reads.incrementAndGet();
			Extent.lasts(Duration.ofMillis(1));
		}
	}

	private long read(App app, int index, boolean plain) {
		AtomicInteger loads = new AtomicInteger();
		Shop shop = app.shop();
		return Shop.version(key(index), plain ? shop.plain(key(index), loads) : shop.sync(key(index), loads));
	}

	private String key(int index) {
		return this.name + index;
	}

	/** To be called when all is well again: from now on nothing old is read anywhere. */
	void finish() {
		this.over = true;
		join(this.changing);
		join(this.reading);
		for (int i = 0; i < KEYS; i++) {
			if (read(this.reader, i, true) < this.versions.get(i)) {
				this.stale.add("'%s' elsewhere, in the end".formatted(key(i)));
			}
		}
		assertThat(this.stale).as("seed %d", this.seed).isEmpty();
		assertThat(Duration.ofNanos(this.longest.get())).isLessThan(Duration.ofSeconds(10));
	}

	private static void join(Thread thread) {
		try {
			thread.join(30_000);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
		assertThat(thread.isAlive()).isFalse();
	}

	@Override
	public String toString() {
		return "%s: %d changes, %d stale; elsewhere %d reads, stale for %.0f ms at most".formatted(this.name,
				this.changes.get(), this.stale.size(), this.reads.get(), this.longest.get() / 1e6);
	}

}
