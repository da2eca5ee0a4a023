package io.github.memcachedspring.migration;

import io.github.memcachedspring.lease.fleet.Races;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances in phases next to each other, with readers in both and writers in both.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class PhasePairsTests {

	private static final int ROUNDS = Full.rounds(2_560, 128);

	private static MemcachedServer old;

	private static MemcachedServer fresh;

	private static App before;

	@BeforeAll
	static void start(MemcachedServer server) {
		old = server;
		fresh = MemcachedServer.start();
		before = App.in(MigrationPhase.NONE, old.node(), fresh.node()).start();
	}

	@AfterAll
	static void close() {
		before.close();
		fresh.close();
	}

	private static App app(MigrationPhase phase) {
		return App.in(phase, old.node(), fresh.node()).decorateOld(CopyRacesTests.SlowReads::new).start();
	}

	private static Races.Result race(Change change, App one, App other) {
		Rows rows = new Rows();
		return Races.run(new PairContest(change, before, rows, Neighbour.Local.racing(one, rows),
				Neighbour.Local.racing(other, rows)), ROUNDS);
	}

	@ParameterizedTest
	@CsvSource({ "NONE, PREPARE", "PREPARE, READ_THROUGH", "READ_THROUGH, DONE" })
	void m12AndM21NeitherReadsWhatTheOtherReplaced(MigrationPhase phase, MigrationPhase next) {
		// A server of its own, for one instance that is done ends the migration.
		try (MemcachedServer target = MemcachedServer.start();
				App one = App.in(phase, old.node(), target.node()).decorateOld(CopyRacesTests.SlowReads::new).start();
				App other = App.in(next, old.node(), target.node())
					.decorateOld(CopyRacesTests.SlowReads::new)
					.start()) {
			for (Change change : Change.values()) {
				Races.Result result = race(change, one, other);
				System.out.println("%s beside %s, %s: %s".formatted(phase, next, change, result));
				assertThat(result.staleReads()).as("%s beside %s, %s: %s", phase, next, change, result).isZero();
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "PUT", "EVICT" })
	void m12FindsStaleReadsInPhasesThatAreNotNextToEachOther(Change change) {
		try (App one = app(MigrationPhase.NONE); App other = app(MigrationPhase.READ_THROUGH)) {
			Races.Result result = race(change, one, other);
			System.out.println("NONE beside READ_THROUGH, %s: %s".formatted(change, result));
			assertThat(result.staleReads()).as("%s", result).isGreaterThan(ROUNDS / 20);
		}
	}

}
