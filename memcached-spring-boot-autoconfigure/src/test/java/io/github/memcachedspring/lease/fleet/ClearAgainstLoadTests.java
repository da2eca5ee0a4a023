package io.github.memcachedspring.lease.fleet;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

/**
 * Loads that began before a clear and end after it, in two instances that ask for clears
 * with every call.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class ClearAgainstLoadTests {

	private static final int ROUNDS = Full.rounds(2_560, 128);

	private static final Database DATABASE = new Database(Races::pause);

	private static Fleet<Library> fleet;

	@BeforeAll
	static void start(MemcachedServer server) {
		fleet = Fleet.start(2, server.node(), DATABASE, "memcached.cache.clear-propagation=0s");
	}

	@AfterAll
	static void close() {
		fleet.close();
	}

	@ParameterizedTest
	@EnumSource
	void readsNothingOlderThanAClear(Way way) {
		Shared clears = new Shared();
		new FleetContest(fleet, way, (instance, key) -> {
			long version = DATABASE.write(key);
			clears.run(() -> way.clear(instance));
			return version;
		}).assertThatNothingIsStale("Clear", ROUNDS);
	}

	@Test
	void readsNothingOlderThanWhatAnAnnotatedMethodCleared() {
		Shared clears = new Shared();
		new FleetContest(fleet, Way.PLAIN, (instance, key) -> {
			long version = DATABASE.write(key);
			clears.run(() -> instance.library().removeAll());
			return version;
		}).assertThatNothingIsStale("@CacheEvict of all", ROUNDS);
	}

	@ParameterizedTest
	@EnumSource
	void readsNothingOlderThanAnEvictBesideAClearElsewhere(Way way) {
		new FleetContest(fleet, way, (instance, key) -> {
			long version = DATABASE.write(key);
			way.evict(fleet.instance(0), key);
			return version;
		}) {
			@Override
			public long read(String key, int reader) {
				if (reader == 0 && key.hashCode() % 8 == 0) {
					way.clear(fleet.instance(1));
				}
				return super.read(key, reader);
			}
		}.assertThatNothingIsStale("Evict beside clear", ROUNDS);
	}

	/**
	 * Has one clear serve all who ask for one before it begins: with one for each of the
	 * keys nothing would stay in the cache for long enough to be read.
	 */
	private static final class Shared {

		private final AtomicLong begun = new AtomicLong();

		void run(Runnable clear) {
			long before = this.begun.get();
			synchronized (this) {
				if (this.begun.get() == before) {
					Races.pause();
					this.begun.incrementAndGet();
					clear.run();
				}
			}
		}

	}

}
