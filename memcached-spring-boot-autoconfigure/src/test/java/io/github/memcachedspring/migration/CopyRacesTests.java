package io.github.memcachedspring.migration;

import java.util.SplittableRandom;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.lease.fleet.Races;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Copies from the old cluster that began before a write and end after it, in two
 * instances.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class CopyRacesTests {

	private static final int ROUNDS = Full.rounds(10_000, 512);

	/** Enough to find what happens in every third round. */
	private static final int CONTROL_ROUNDS = Full.rounds(1_000, 256);

	private static MemcachedServer old;

	private static MemcachedServer fresh;

	private static App none;

	private static App one;

	private static App other;

	@BeforeAll
	static void start(MemcachedServer server) {
		old = server;
		fresh = MemcachedServer.start();
		none = App.in(MigrationPhase.NONE, old.node(), fresh.node()).start();
		one = readThrough().start();
		other = readThrough().start();
	}

	private static App.Builder readThrough() {
		return App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node()).decorateOld(SlowReads::new);
	}

	@AfterAll
	static void close() {
		one.close();
		other.close();
		none.close();
		fresh.close();
	}

	@ParameterizedTest
	@EnumSource(Writer.class)
	void m1AndM2AndM9ReadsNothingOlderThanAWrite(Writer writer) {
		Races.Result result = Races.run(new Contest(writer, one, other), ROUNDS);
		System.out.println("%s against copy: %s".formatted(writer, result));
		assertThat(result.staleReads()).as("%s: %s", writer, result).isZero();
		assertThat(one.progress().copied() + other.progress().copied()).isPositive();
	}

	@Test
	void findsStaleReadsIfTheNewClusterIsEvictedFirst() {
		try (App first = readThrough().decorate(NewFirst::new).start();
				App second = readThrough().decorate(NewFirst::new).start()) {
			assertThatRacesAreLost("New first", first, second);
		}
	}

	@Test
	void findsStaleReadsIfCopiesAreStoredWithoutTheLease() {
		try (App first = readThrough().decorateNew(WithoutLease::new).start();
				App second = readThrough().decorateNew(WithoutLease::new).start()) {
			assertThatRacesAreLost("Without lease", first, second);
		}
	}

	private static void assertThatRacesAreLost(String how, App first, App second) {
		Races.Result result = Races.run(new Contest(Writer.EVICT, first, second), CONTROL_ROUNDS);
		System.out.println("%s: %s".formatted(how, result));
		assertThat(result.staleReads()).as("%s: %s", how, result).isGreaterThan(CONTROL_ROUNDS / 5);
	}

	/** Readers in two instances, and a writer in one of them. */
	private static final class Contest implements Races.Contest {

		private final Rows rows = new Rows();

		private final Writer writer;

		private final App[] apps;

		private final String name;

		Contest(Writer writer, App... apps) {
			this.writer = writer;
			this.apps = apps;
			this.name = "races-" + System.identityHashCode(this);
		}

		/** A clear that came after this would have the race decided. */
		@Override
		public void prepare(String key) {
			none.cache(cacheOf(key)).put(key, 1L);
		}

		private String cacheOf(String key) {
			return (this.writer == Writer.CLEAR) ? this.name + key.split("-")[1] : this.name;
		}

		@Override
		public long write(String key, SplittableRandom random) {
			long version = this.rows.write(key);
			this.writer.change(this.apps[random.nextInt(this.apps.length)].cache(cacheOf(key)), key, version);
			return version;
		}

		@Override
		public long read(String key, int reader) {
			return (reader == Races.LAST) ? Math.min(read(this.apps[0], key), read(this.apps[1], key))
					: read(this.apps[reader % 2], key);
		}

		private long read(App app, String key) {
			return app.cache(cacheOf(key)).get(key, () -> this.rows.load(key));
		}

	}

	/** An old cluster whose answers take some time. */
	static final class SlowReads extends Decorated {

		SlowReads(MemcachedOperations cluster) {
			super(cluster);
		}

		@Override
		public Reply<@Nullable Item> get(MemcachedKey key) {
			return cluster().get(key).map((item) -> {
				Races.pause();
				return item;
			});
		}

	}

	/** Evicts in the wrong order. */
	private static final class NewFirst extends Decorated {

		NewFirst(MemcachedOperations migrating) {
			super(migrating);
		}

		@Override
		public Reply<Boolean> evict(MemcachedKey key) {
			return cluster().on(cluster().nodeOf(key)).evict(key).flatMap((removed) -> {
				Races.pause();
				return none.operations.evict(key);
			});
		}

	}

	/** Stores copies whatever has happened meanwhile. */
	private static final class WithoutLease extends Decorated {

		WithoutLease(MemcachedOperations newCluster) {
			super(newCluster);
		}

		@Override
		public Reply<StoreResult> fill(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
			Races.pause();
			return cluster().put(key, value, expiration);
		}

	}

}
