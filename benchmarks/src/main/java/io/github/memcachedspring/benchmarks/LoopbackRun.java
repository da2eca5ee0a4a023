package io.github.memcachedspring.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.github.memcachedspring.benchmarks.support.LocalMemcached;
import io.github.memcachedspring.benchmarks.support.Machine;
import io.github.memcachedspring.benchmarks.support.MarkdownTable;
import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;

/**
 * Compares a hit with the bare driver's on a real server, in rounds of short slices that
 * alternate in random order.
 */
final class LoopbackRun {

	/** What a hit may cost, compared with the bare driver's. */
	private static final double BAR = 1.25;

	private static final int[] THREADS = { 1, 16, 64 };

	private static final int ASYNC_THREADS = 16;

	private static final Duration WARM_UP = Duration.ofSeconds(3);

	private final LoopbackOptions options;

	private final List<Rounds> barred = new ArrayList<>();

	private final List<Rounds> all = new ArrayList<>();

	private final Random random = new Random();

	private LoopbackRun(LoopbackOptions options, MemcachedCache cache, BareDriver driver) {
		this.options = options;
		for (int threads : THREADS) {
			this.barred.add(new Rounds("`get` / driver", threads, cache::get, driver::get));
		}
		this.all.addAll(this.barred);
		this.all.add(new Rounds("`retrieve` / `get`", ASYNC_THREADS, (key) -> cache.retrieve(key).join(), cache::get));
	}

	static int run(String[] arguments) throws Exception {
		LoopbackOptions options = LoopbackOptions.parse(arguments);
		try (LocalMemcached server = LocalMemcached.start()) {
			return run(options, server.node());
		}
	}

	private static int run(LoopbackOptions options, MemcachedNode node) throws Exception {
		try (XMemcachedOperations operations = XMemcachedOperations.connect(XMemcachedSettings.of(List.of(node)));
				BareDriver driver = BareDriver.connect(node);
				Load load = new Load()) {
			driver.fill();
			LoopbackRun run = new LoopbackRun(options, HitFixture.cache(operations, HitFixture::text), driver);
			run.warmUp(load);
			run.measure(load);
			return run.report();
		}
	}

	private void warmUp(Load load) throws Exception {
		for (Rounds rounds : this.all) {
			load.run(rounds.measured(), rounds.threads(), WARM_UP);
			load.run(rounds.reference(), rounds.threads(), WARM_UP);
		}
	}

	private void measure(Load load) throws Exception {
		for (int round = 0; round < this.options.rounds(); round++) {
			List<Rounds> shuffled = new ArrayList<>(this.all);
			Collections.shuffle(shuffled, this.random);
			for (Rounds rounds : shuffled) {
				measure(rounds, load);
			}
		}
	}

	private void measure(Rounds rounds, Load load) throws Exception {
		boolean referenceFirst = this.random.nextBoolean();
		double first = slice(referenceFirst ? rounds.reference() : rounds.measured(), rounds, load);
		double second = slice(referenceFirst ? rounds.measured() : rounds.reference(), rounds, load);
		rounds.add(referenceFirst ? second : first, referenceFirst ? first : second);
	}

	private double slice(Contender contender, Rounds rounds, Load load) throws Exception {
		return load.run(contender, rounds.threads(), this.options.slice());
	}

	private int report() {
		MarkdownTable table = new MarkdownTable("compared", "threads", "us", "reference us", "median ratio", "min",
				"max");
		this.all.forEach((rounds) -> rounds.addTo(table));
		System.out.printf("%s%n%d rounds of %d ms slices%n%n%s", Machine.describe(), this.options.rounds(),
				this.options.slice().toMillis(), table);
		List<Rounds> above = this.barred.stream().filter((rounds) -> rounds.medianRatio() > BAR).toList();
		above.forEach((rounds) -> System.err.printf("%nABOVE THE BAR: %s with %d threads is %.2f, must be <= %.2f%n",
				rounds.title(), rounds.threads(), rounds.medianRatio(), BAR));
		return (above.isEmpty() || this.options.printOnly()) ? 0 : 1;
	}

}
