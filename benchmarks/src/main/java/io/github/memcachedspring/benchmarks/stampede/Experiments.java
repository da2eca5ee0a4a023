package io.github.memcachedspring.benchmarks.stampede;

import java.time.Duration;
import java.util.List;

/**
 * The rounds of the demonstration.
 */
final class Experiments {

	static final Duration LOAD = Duration.ofMillis(200);

	private static final Duration WARM_UP_LOAD = Duration.ofMillis(50);

	private static final Duration WARM_UP = Duration.ofMillis(500);

	/** More than a round takes. */
	private static final Duration LONG = Duration.ofMinutes(2);

	private static final Duration LONG_LOAD = Duration.ofSeconds(8);

	/** Waiters of one JVM for the long load. */
	static final int WAITERS = 100;

	private static final int TRIES = 3;

	private final Fleet fleet;

	private final StampedeOptions options;

	private int rounds;

	Experiments(Fleet fleet, StampedeOptions options) {
		this.fleet = fleet;
		this.options = options;
	}

	private Round round(Technique technique, Duration load, Duration timeToLive, Duration duration) {
		return new Round(this.rounds++, technique, this.options.callers(), load, timeToLive, duration);
	}

	/** Has everything compiled and connected that a measurement needs. */
	void warmUp() throws Exception {
		for (Technique technique : List.of(Technique.NONE, Technique.LOADER, Technique.RETRIEVE)) {
			this.fleet.run(round(technique, WARM_UP_LOAD, LONG, WARM_UP));
		}
	}

	RoundLog burst(Technique technique) throws Exception {
		complete(technique);
		return this.fleet.run(round(technique, LOAD, LONG, Duration.ZERO));
	}

	RoundLog steady(Technique technique) throws Exception {
		complete(technique);
		return this.fleet.run(round(technique, LOAD, technique.steadyTimeToLive(), this.options.steady()));
	}

	/** A burst in which the JVM that begins to load first is killed while it loads. */
	RoundLog kill(Technique technique) throws Exception {
		for (int number = 1; number <= TRIES; number++) {
			complete(technique);
			RoundLog log = new RoundLog(round(technique, LOAD, LONG, Duration.ZERO));
			this.fleet.start(this.fleet.children(), log.round(), log);
			ChildJvm holder = this.fleet.awaitLoad(log).source();
			Thread.sleep(LOAD.toMillis() / 4);
			holder.kill();
			this.fleet.awaitEnd(this.fleet.children(), log);
			if (!log.endedLoad(holder)) {
				return log;
			}
		}
		throw new IllegalStateException("The load of the JVM to be killed was over %d times".formatted(TRIES));
	}

	/** Makes up for JVMs that were killed. */
	private void complete(Technique technique) throws Exception {
		if (this.fleet.replaceKilled()) {
			this.fleet.run(round(technique, WARM_UP_LOAD, LONG, Duration.ZERO));
		}
	}

	/**
	 * One caller loads for long in the first JVM; callers in the others want the same.
	 */
	RoundLog polls() throws Exception {
		complete(Technique.LOADER);
		RoundLog log = new RoundLog(round(Technique.LOADER, LONG_LOAD, LONG, Duration.ZERO).withCallers(1));
		List<ChildJvm> children = this.fleet.children();
		this.fleet.start(children.subList(0, 1), log.round(), log);
		this.fleet.awaitLoad(log);
		this.fleet.start(children.subList(1, children.size()), log.round().withCallers(WAITERS), log);
		this.fleet.awaitEnd(children, log);
		return log;
	}

}
