package io.github.memcachedspring.benchmarks.stampede;

import java.util.EnumMap;
import java.util.Map;

import io.github.memcachedspring.benchmarks.support.LocalMemcached;
import io.github.memcachedspring.benchmarks.support.Machine;
import org.jspecify.annotations.Nullable;

/**
 * Runs the parts of the demonstration and prints their tables.
 *
 * @since 0.1.0
 */
public final class StampedeRun {

	private final StampedeOptions options;

	private final Experiments experiments;

	private final TechniqueTable table = new TechniqueTable();

	private @Nullable RoundLog refresh;

	private @Nullable RoundLog polls;

	private StampedeRun(StampedeOptions options, Experiments experiments) {
		this.options = options;
		this.experiments = experiments;
	}

	/**
	 * Starts a server and the JVMs, and runs what the arguments say.
	 * @param arguments parts and options; none for all parts
	 * @return the exit code
	 * @throws Exception if a server or JVM could not be started, or one of them stopped
	 * answering
	 */
	public static int run(String... arguments) throws Exception {
		StampedeOptions options = StampedeOptions.parse(arguments);
		try (LocalMemcached server = LocalMemcached.start(); Fleet fleet = Fleet.start(server.node(), options.jvms())) {
			StampedeRun run = new StampedeRun(options, new Experiments(fleet, options));
			run.measure();
			run.print();
		}
		return 0;
	}

	private void measure() throws Exception {
		progress("warm-up");
		this.experiments.warmUp();
		if (this.options.includes(Part.BURST)) {
			this.table.addBursts(forEach(Part.BURST, this.experiments::burst));
		}
		if (this.options.includes(Part.STEADY)) {
			Map<Technique, RoundLog> steady = forEach(Part.STEADY, this.experiments::steady);
			this.table.addSteady(steady);
			this.refresh = steady.get(Technique.REFRESH_AHEAD);
		}
		else if (this.options.includes(Part.REFRESH)) {
			progress(Part.REFRESH.word());
			this.refresh = this.experiments.steady(Technique.REFRESH_AHEAD);
		}
		if (this.options.includes(Part.POLLS)) {
			progress(Part.POLLS.word());
			this.polls = this.experiments.polls();
		}
		if (this.options.includes(Part.KILL)) {
			this.table.addKills(forEach(Part.KILL, this.experiments::kill));
		}
	}

	private Map<Technique, RoundLog> forEach(Part part, Experiment experiment) throws Exception {
		Map<Technique, RoundLog> logs = new EnumMap<>(Technique.class);
		for (Technique technique : Technique.values()) {
			progress(part.word() + ": " + technique.title());
			logs.put(technique, experiment.run(technique));
		}
		return logs;
	}

	private static void progress(String what) {
		System.err.println(what);
	}

	private void print() {
		System.out.printf("%n%s%n%d JVMs with %d callers each, a load takes %d ms%n", Machine.describe(),
				this.options.jvms(), this.options.callers(), Experiments.LOAD.toMillis());
		if (!this.table.isEmpty()) {
			System.out.printf("%n%s", this.table);
		}
		if (this.refresh != null) {
			Figures figures = new Figures(this.refresh);
			System.out.printf("%nRefresh-ahead, %s refreshes with %s loads each:%n%n%s", figures.expiries(),
					figures.loadsPerExpiry(), RefreshTable.of(this.refresh));
		}
		if (this.polls != null) {
			System.out.printf("%nWaiting for a load of %d ms:%n%n%s", this.polls.round().load().toMillis(),
					PollTable.of(this.polls, Experiments.WAITERS));
		}
	}

	/** A round with a technique. */
	private interface Experiment {

		RoundLog run(Technique technique) throws Exception;

	}

}
