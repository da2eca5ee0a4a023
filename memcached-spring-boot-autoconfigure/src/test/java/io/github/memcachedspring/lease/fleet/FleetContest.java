package io.github.memcachedspring.lease.fleet;

import java.util.SplittableRandom;
import java.util.function.ToLongBiFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A contest with readers spread over a fleet, and the writer in any instance of it.
 */
class FleetContest implements Races.Contest {

	private final Fleet<Library> fleet;

	private final Way way;

	private final ToLongBiFunction<Instance<Library>, String> writer;

	/** Creates a contest with a writer that returns the version it wrote. */
	FleetContest(Fleet<Library> fleet, Way way, ToLongBiFunction<Instance<Library>, String> writer) {
		this.fleet = fleet;
		this.way = way;
		this.writer = writer;
	}

	@Override
	public long write(String key, SplittableRandom random) {
		return this.writer.applyAsLong(this.fleet.instance(random.nextInt(this.fleet.size())), key);
	}

	@Override
	public long read(String key, int reader) {
		return this.way.read(this.fleet.instance(reader), key);
	}

	void assertThatNothingIsStale(String write, int rounds) {
		Races.Result result = Races.run(this, rounds);
		String description = "%s against load, %s: %s".formatted(write, this.way, result);
		System.out.println(description);
		assertThat(result.staleReads()).as(description).isZero();
	}

}
