package io.github.memcachedspring.lease.fleet;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

/**
 * Loads that began before an evict or a put and end after it, in two instances.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class EvictAgainstLoadTests {

	private static final int MANY_ROUNDS = Full.rounds(10_000, 512);

	private static final int ROUNDS = Full.rounds(2_560, 128);

	private static final Database DATABASE = new Database(Races::pause);

	private static Fleet<Library> fleet;

	@BeforeAll
	static void start(MemcachedServer server) {
		fleet = Fleet.start(2, server.node(), DATABASE);
	}

	@AfterAll
	static void close() {
		fleet.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "PLAIN", "SYNC", "FUTURE", "MONO" })
	void readsNothingOlderThanAnEvict(Way way) {
		evicts(way).assertThatNothingIsStale("Evict", MANY_ROUNDS);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = { "PLAIN", "SYNC", "FUTURE", "MONO" })
	void readsNothingOlderThanAnEvictInOtherWaysEither(Way way) {
		evicts(way).assertThatNothingIsStale("Evict", ROUNDS);
	}

	private static FleetContest evicts(Way way) {
		return new FleetContest(fleet, way, (instance, key) -> {
			long version = DATABASE.write(key);
			way.evict(instance, key);
			return version;
		});
	}

	@ParameterizedTest
	@EnumSource
	void readsNothingOlderThanAPut(Way way) {
		new FleetContest(fleet, way, (instance, key) -> {
			long version = DATABASE.write(key);
			way.put(instance, key, version);
			return version;
		}).assertThatNothingIsStale("Put", ROUNDS);
	}

	@ParameterizedTest
	@EnumSource(names = { "PLAIN", "SYNC", "BOTH" })
	void readsNothingOlderThanWhatAnAnnotatedMethodEvicted(Way way) {
		new FleetContest(fleet, way, (instance, key) -> instance.library().change(key))
			.assertThatNothingIsStale("@CacheEvict", ROUNDS);
	}

	@Test
	void readsNothingOlderThanWhatAnAnnotatedMethodPut() {
		new FleetContest(fleet, Way.PLAIN, (instance, key) -> instance.library().replace(key))
			.assertThatNothingIsStale("@CachePut", ROUNDS);
	}

}
