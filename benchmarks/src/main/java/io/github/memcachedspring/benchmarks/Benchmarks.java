package io.github.memcachedspring.benchmarks;

import java.util.Arrays;

import io.github.memcachedspring.benchmarks.stampede.StampedeRun;

/**
 * Runs the benchmarks from the command line; see {@code README.md}.
 */
final class Benchmarks {

	private static final String USAGE = """
			Usage: java -jar benchmarks/target/benchmarks.jar <run>
			  hit [JMH options]   what a hit costs above the driver, in memory
			  loopback [--rounds=41] [--slice-millis=250] [--print-only]
			                      a hit against the bare driver, on a memcached that is started for it
			  stampede [burst] [steady] [refresh] [polls] [kill] [--jvms=3] [--callers=200] [--seconds=20]
			                      a hot key that is missing or expires, with and without the cache's help""";

	private Benchmarks() {
	}

	public static void main(String[] args) throws Exception {
		String run = (args.length > 0) ? args[0] : "";
		String[] options = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
		System.exit(switch (run) {
			case "hit" -> HitRun.run(options);
			case "loopback" -> LoopbackRun.run(options);
			case "stampede" -> StampedeRun.run(options);
			default -> usage();
		});
	}

	private static int usage() {
		System.err.println(USAGE);
		return 2;
	}

}
