package io.github.memcachedspring.migration;

import java.util.concurrent.CompletableFuture;

import io.github.memcachedspring.atomic.CountResult;
import io.github.memcachedspring.lease.fleet.Races;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances in phases next to each other, each in a JVM of its own, which have nothing in
 * common but the servers.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class PhasePairsOfJvmsTests {

	private static final int ROUNDS = Full.rounds(2_560, 64);

	private static final int COUNTS = Full.rounds(17_000, 60);

	private static final String NAME = "counted";

	@ParameterizedTest
	@CsvSource({ "NONE, PREPARE", "PREPARE, READ_THROUGH", "READ_THROUGH, DONE" })
	void m12AndM21NeitherReadsWhatTheOtherReplaced(MigrationPhase phase, MigrationPhase next, MemcachedServer source) {
		try (MemcachedServer old = MemcachedServer.start();
				MemcachedServer fresh = MemcachedServer.start();
				SharedRows rows = new SharedRows(source.node());
				App before = App.in(MigrationPhase.NONE, old.node(), fresh.node()).start();
				Neighbour.Local one = RemoteNeighbour.local(phase, old.node(), fresh.node(), rows);
				Neighbour other = RemoteNeighbour.start(next, old.node(), fresh.node(), source.node())) {
			for (Change change : Change.values()) {
				Races.Result result = Races.run(new PairContest(change, before, rows, one, other), ROUNDS);
				System.out.println("%s beside %s in two JVMs, %s: %s".formatted(phase, next, change, result));
				assertThat(result.staleReads()).as("%s beside %s, %s: %s", phase, next, change, result).isZero();
			}
			losesNoUpdate(one, other);
		}
	}

	private static void losesNoUpdate(Neighbour.Local one, Neighbour other) {
		CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(() -> other.count(NAME, COUNTS),
				(task) -> new Thread(task).start());
		one.count(NAME, COUNTS);
		elsewhere.join();
		App app = one.counting();
		assertThat(app.counters.get(NAME)).isEqualTo(new CountResult.Counted(2L * COUNTS));
		assertThat(app.updates.get(NAME, Long.class)).isEqualTo(2L * COUNTS);
		assertThat(app.cache(NAME).get(NAME, Long.class)).isEqualTo(2L * COUNTS);
		System.out.printf("%,d counted, updated and updated in a cache by two JVMs, all there%n", 2 * COUNTS);
	}

}
