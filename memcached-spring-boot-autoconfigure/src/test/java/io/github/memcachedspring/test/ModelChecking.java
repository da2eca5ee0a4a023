package io.github.memcachedspring.test;

import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Has Lincheck try interleavings of operations, with {@code -Pfull} only: it takes half a
 * minute to begin with, for each test and on each JDK.
 *
 * @since 0.1.0
 */
public final class ModelChecking {

	/** Tag of tests that have a JVM of their own, since Lincheck changes classes. */
	public static final String TAG = "lincheck";

	private static final int ITERATIONS = 20;

	private static final int INVOCATIONS = 100;

	private ModelChecking() {
	}

	/**
	 * Checks that concurrent operations have results which they have in some order, too.
	 * @param model has the operations
	 * @param sequential does the same with one thread, seen from outside
	 */
	public static void check(Class<?> model, Class<?> sequential) {
		ModelCheckingOptions options = new ModelCheckingOptions();
		// Messages are made while nobody looks.
		options.addGuarantee(ManagedStrategyGuaranteeKt.forClasses("java.util.Formatter").allMethods().ignore());
		limit(options).sequentialSpecification(sequential).check(model);
		limit(new StressOptions()).sequentialSpecification(sequential).check(model);
	}

	private static <O extends Options<O, ?>> O limit(O options) {
		// With more threads than the machine has processors Lincheck waits most of the
		// time.
		return options.threads(2)
			.actorsPerThread(3)
			.actorsBefore(2)
			.actorsAfter(2)
			.iterations(ITERATIONS)
			.invocationsPerIteration(INVOCATIONS)
			.minimizeFailedScenario(false);
	}

}
