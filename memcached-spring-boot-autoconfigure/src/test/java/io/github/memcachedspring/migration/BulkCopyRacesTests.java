package io.github.memcachedspring.migration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.lease.fleet.Races;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.transcoder.EncodedEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A bulk copy that comes by again and again while entries are changed. */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class BulkCopyRacesTests {

	private static final int ROUNDS = Full.rounds(10_000, 256);

	private static final int CONTROL_ROUNDS = Full.rounds(1000, 128);

	private static final Expiration HOUR = Expiration.after(Duration.ofHours(1));

	private static MemcachedServer old;

	private static MemcachedServer fresh;

	private static App none;

	private static App app;

	@BeforeAll
	static void start(MemcachedServer server) {
		old = server;
		fresh = MemcachedServer.start();
		none = App.in(MigrationPhase.NONE, old.node(), fresh.node()).start();
		app = App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node()).start();
	}

	@AfterAll
	static void close() {
		app.close();
		none.close();
		fresh.close();
	}

	@ParameterizedTest
	@EnumSource(Writer.class)
	void copiesNothingOlderThanAWrite(Writer writer) {
		LongAdder copied = new LongAdder();
		Races.Result result;
		try (Copiers copiers = new Copiers()) {
			result = Races.run(new Contest(writer, (key) -> copied.add(copiers.copy(key))), ROUNDS);
		}
		System.out.printf("%s against bulk copy: %s, %,d copied%n", writer, result, copied.sum());
		assertThat(result.staleReads()).as("%s: %s", writer, result).isZero();
		assertThat(copied.sum()).as("copied").isGreaterThan(result.rounds() / 10);
	}

	@Test
	void findsStaleReadsIfCopiesAreStoredWithoutALease() {
		Races.Result result = Races.run(new Contest(Writer.EVICT, BulkCopyRacesTests::copyCarelessly), CONTROL_ROUNDS);
		System.out.println("Without lease: " + result);
		assertThat(result.staleReads()).as("%s", result).isGreaterThan(CONTROL_ROUNDS / 20);
	}

	private static void copyCarelessly(MemcachedKey key) {
		KeySpace space = key.getSpace();
		Item generation = app.newCluster.get(KeySpace.of("", "g", space.getName()).key("")).await();
		Item item = app.oldCluster.get(key).await();
		if (item != null && generation != null) {
			long stamp = Long.parseLong(new String(generation.value(), StandardCharsets.US_ASCII));
			Races.pause();
			app.newCluster.put(key, EncodedEntry.of(item.value()).withGeneration(stamp), HOUR).await();
		}
	}

	/** As many as the servers have connections for; each is used by one at a time. */
	private static final class Copiers implements AutoCloseable {

		private final List<BulkCopies> all = Stream.generate(app.bulkCopy::copies).limit(64).toList();

		private final BlockingQueue<BulkCopies> idle = new LinkedBlockingQueue<>(this.all);

		int copy(MemcachedKey key) {
			BulkCopies copies = this.idle.poll();
			if (copies == null) {
				return 0;
			}
			try {
				return copies.copy(List.of(key)).copied();
			}
			finally {
				this.idle.add(copies);
			}
		}

		@Override
		public void close() {
			this.all.forEach(BulkCopies::close);
		}

	}

	/** Readers that copy an entry before they read it, and a writer. */
	private static final class Contest implements Races.Contest {

		private final Rows rows = new Rows();

		private final Writer writer;

		private final Consumer<MemcachedKey> copier;

		private final String name = "bulk-races-" + System.identityHashCode(this);

		Contest(Writer writer, Consumer<MemcachedKey> copier) {
			this.writer = writer;
			this.copier = copier;
		}

		/** A clear must not decide the races for other keys. */
		private String cacheOf(String key) {
			return this.name + "-" + key.split("-")[1];
		}

		@Override
		public void prepare(String key) {
			none.cache(cacheOf(key)).put(key, 1L);
		}

		@Override
		public long write(String key, SplittableRandom random) {
			awaitLease(key);
			long version = this.rows.write(key);
			this.writer.change(app.cache(cacheOf(key)), key, version);
			return version;
		}

		/** A copy takes some more steps than a change, which would mostly be over. */
		private void awaitLease(String key) {
			for (int tries = 0; tries < 100 && app.newCluster.get(wireKey(key)).await() == null; tries++) {
				LockSupport.parkNanos(100_000);
			}
		}

		private MemcachedKey wireKey(String key) {
			return KeySpace.of("", "c", cacheOf(key)).key("s=" + key);
		}

		@Override
		public long read(String key, int reader) {
			if (reader != Races.LAST) {
				this.copier.accept(wireKey(key));
			}
			return app.cache(cacheOf(key)).get(key, () -> this.rows.load(key));
		}

	}

}
