package io.github.memcachedspring.benchmarks.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a run was measured on.
 *
 * @since 0.1.0
 */
public final class Machine {

	private Machine() {
	}

	/**
	 * Describes the processor, the operating system and the JVM.
	 * @return one line
	 */
	public static String describe() {
		return "%s, %d processors, %s %s, %s %s".formatted(processor(), Runtime.getRuntime().availableProcessors(),
				System.getProperty("os.name"), System.getProperty("os.version"), System.getProperty("java.vm.name"),
				Runtime.version());
	}

	private static String processor() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.findFirst()
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.orElse(System.getProperty("os.arch"));
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

}
