package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.opentest4j.TestAbortedException;

/**
 * A memcached and an embedded server that get the same bytes.
 */
final class ComparedServers implements AutoCloseable {

	/** More would say nothing new. */
	private static final int REPORTED = 10;

	private final RealMemcached real;

	private final EmbeddedMemcached embedded;

	private ComparedServers(RealMemcached real, EmbeddedMemcached embedded) {
		this.real = real;
		this.embedded = embedded;
	}

	/**
	 * Starts both.
	 * @param options of memcached
	 */
	static ComparedServers start(EmbeddedMemcached.Builder embedded, String... options) throws IOException {
		RealMemcached real = RealMemcached.start(options);
		try {
			checkVersion(real);
			return new ComparedServers(real, embedded.start());
		}
		catch (IOException | RuntimeException ex) {
			real.close();
			throw ex;
		}
	}

	private static void checkVersion(RealMemcached real) throws IOException {
		try (Wire wire = new Wire(real.port())) {
			String version = wire.ask("version\r\n");
			if (version.startsWith("VERSION ") && !version.equals("VERSION " + Server.VERSION + "\r\n")) {
				throw new TestAbortedException("memcached is " + version.trim() + ", not " + Server.VERSION
						+ ": its answers are not compared");
			}
		}
	}

	int realPort() {
		return this.real.port();
	}

	int embeddedPort() {
		return this.embedded.port();
	}

	/** Sends the transcripts to both, and returns how the replies differ. */
	List<String> differences(Iterable<Transcript> transcripts) throws IOException {
		List<String> differences = new ArrayList<>();
		try (Replay reals = new Replay(realPort()); Replay ours = new Replay(embeddedPort())) {
			for (Transcript transcript : transcripts) {
				String difference = difference(transcript, reals.run(transcript), ours.run(transcript));
				if (difference != null) {
					differences.add(difference);
				}
				if (differences.size() == REPORTED) {
					break;
				}
			}
		}
		return differences;
	}

	private static String difference(Transcript transcript, List<Reply> expected, List<Reply> actual) {
		for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
			boolean both = i < Math.min(expected.size(), actual.size());
			if (!both || !expected.get(i).matches(actual.get(i))) {
				return "%n%s, batch %d%n  sent      %s%n  memcached %s%n  embedded  %s".formatted(transcript.name(), i,
						sent(transcript, i), describe(expected, i), describe(actual, i));
			}
		}
		return null;
	}

	private static String describe(List<Reply> replies, int batch) {
		return (batch < replies.size()) ? replies.get(batch).toString() : "(connection closed)";
	}

	private static String sent(Transcript transcript, int batch) {
		StringBuilder sent = new StringBuilder();
		for (int i = 0; i <= batch; i++) {
			sent.append("\n            ").append(Transcript.describe(transcript.batches().get(i)));
		}
		return sent.toString();
	}

	@Override
	public void close() {
		this.real.close();
		this.embedded.close();
	}

}
