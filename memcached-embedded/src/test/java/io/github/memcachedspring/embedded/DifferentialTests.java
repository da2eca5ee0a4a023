package io.github.memcachedspring.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends the same bytes to memcached and to the embedded server, and compares every byte
 * of the replies that is not a clock or a CAS number. What differs on purpose is in
 * {@link DifferencesTests}.
 */
@Tag("slow")
class DifferentialTests {

	private static final int COUNT = Integer.getInteger("memcached.transcripts", 6000);

	private static final List<Integer> WHOLE = List.of(1 << 22);

	private static ComparedServers servers;

	@BeforeAll
	static void start() throws IOException {
		// With the maintainer memcached holds items while it moves them between its
		// lists,
		// and then counts in a copy; see the table of differences.
		servers = ComparedServers.start(EmbeddedMemcached.builder(), "-o", "no_lru_maintainer");
	}

	@AfterAll
	static void stop() {
		if (servers != null) {
			servers.close();
		}
	}

	@Test
	void answersGeneratedTranscriptsAsMemcachedDoes() throws IOException {
		long seed = Long.getLong("memcached.seed", new Random().nextInt(1_000_000_000));
		AtomicLong batches = new AtomicLong();
		AtomicLong bytes = new AtomicLong();
		Stream<Transcript> transcripts = IntStream.range(0, COUNT)
			.mapToObj((index) -> TranscriptGenerator.generate(seed + index, index))
			.peek((transcript) -> batches.addAndGet(transcript.batches().size()))
			.peek((transcript) -> transcript.batches().forEach((batch) -> bytes.addAndGet(batch.length())));
		assertThat(servers.differences(transcripts::iterator))
			.as("differences from memcached, with -Dmemcached.seed=%d", seed)
			.isEmpty();
		System.out.printf("Compared %d generated transcripts (%d batches, %d bytes sent, seed %d) with memcached%n",
				COUNT, batches.get(), bytes.get(), seed);
	}

	@Test
	void answersCollectedTranscriptsAsMemcachedDoes() throws IOException {
		List<Transcript> transcripts = collected();
		assertThat(transcripts).hasSizeGreaterThan(200);
		assertThat(servers.differences(transcripts)).isEmpty();
	}

	@Test
	void cutsCollectedTranscriptsAnywhere() throws IOException {
		List<Transcript> bytewise = collected().stream()
			.map((transcript) -> new Transcript(transcript.name() + ", bytewise", transcript.batches(), List.of(1)))
			.toList();
		assertThat(servers.differences(bytewise)).isEmpty();
	}

	/** One transcript a line, its batches separated by a bar. */
	private static List<Transcript> collected() throws IOException {
		List<Transcript> transcripts = new ArrayList<>();
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(
				Objects.requireNonNull(DifferentialTests.class.getResourceAsStream("transcripts.txt")),
				StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (!line.isBlank() && !line.startsWith("#")) {
					List<String> batches = Stream.of(line.split(" ¦ ")).map(Escapes::unescape).toList();
					transcripts.add(new Transcript(line, batches, WHOLE));
				}
			}
		}
		return transcripts;
	}

	@Test
	void limitsSizesAsMemcachedDoes() throws IOException {
		List<Transcript> transcripts = new ArrayList<>();
		for (int length : new int[] { 0, 35, 300, 3000, 600_000, 1_048_512, 1_048_513, 1_048_514, 1_048_515, 1_048_516,
				1_048_517, 1_100_000 }) {
			String data = length + "\r\n" + "x".repeat(length) + "\r\n";
			for (String command : List.of("set z 0 0 ", "set z 1 0 ", "add z 0 0 ", "replace z 0 0 ", "append z 0 0 ",
					"prepend z 0 0 ")) {
				transcripts.add(sized(command + length, command + data));
			}
			transcripts.add(sized("cas " + length, "cas z 0 0 " + data.replaceFirst("\r\n", " 1\r\n")));
			transcripts.add(sized("set noreply " + length, "set z 0 0 " + data.replaceFirst("\r\n", " noreply\r\n")));
			for (String flags : List.of("", " F1", " ME q k O1", " MR", " MA", " MP c", " C1 k", " Mx", " x", " q")) {
				transcripts.add(sized("ms " + length + flags, "ms z " + data.replaceFirst("\r\n", flags + "\r\n")));
			}
		}
		assertThat(servers.differences(transcripts)).isEmpty();
	}

	private static Transcript sized(String name, String command) {
		return new Transcript(name, List.of("set z 5 0 1\r\n1\r\n", command, "gets z\r\nme z\r\nmg z s f\r\n"), WHOLE);
	}

	@Test
	void limitsLinesAsMemcachedDoes() throws IOException {
		List<Transcript> transcripts = new ArrayList<>();
		for (int length : new int[] { 100, 2000, 2040, 17_000, 50_000 }) {
			transcripts.add(new Transcript("line of " + length, List.of("x".repeat(length) + "\r\n"), WHOLE));
			transcripts
				.add(new Transcript("gat of " + length, List.of("gat 0" + " x".repeat(length / 2) + "\r\n"), WHOLE));
			for (String verb : List.of("get", "gets", "  get")) {
				String line = verb + " key".repeat(length / 4) + "\r\n";
				transcripts.add(new Transcript(verb + " of " + length, List.of("set key 0 0 1\r\nx\r\n", line), WHOLE));
				transcripts.add(new Transcript(verb + " of " + length + ", cut", List.of(line), List.of(1000)));
			}
		}
		assertThat(servers.differences(transcripts)).isEmpty();
	}

}
