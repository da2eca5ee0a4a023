package io.github.memcachedspring.benchmarks;

import java.util.Arrays;

/**
 * Runs the benchmarks from the command line; see {@code README.md}.
 */
final class Benchmarks {

	private static final String USAGE = """
			Usage: java -jar benchmarks/target/benchmarks.jar <run>
			  hit [JMH options]   what a hit costs above the driver, in memory
			  loopback [--rounds=41] [--slice-millis=250] [--print-only]
			                      a hit against the bare driver, on a memcached that is started for it""";

	private Benchmarks() {
	}

	public static void main(String[] args) throws Exception {
		String run = (args.length > 0) ? args[0] : "";
		String[] options = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
		System.exit(switch (run) {
			case "hit" -> HitRun.run(options);
			case "loopback" -> LoopbackRun.run(options);
			default -> usage();
		});
	}

	private static int usage() {
		System.err.println(USAGE);
		return 2;
	}

}
