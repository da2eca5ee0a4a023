package io.github.memcachedspring.client.xmemcached;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedServerException;
import io.github.memcachedspring.test.Allocation;
import io.github.memcachedspring.test.fuzz.Mutations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Feeds commands whatever a server might send. Of an input the first byte says how it is
 * cut into pieces.
 */
class ReplyDecoderFuzzTests {

	private static final MemcachedNode NODE = new MemcachedNode("test", 1);

	private static final int COMMANDS = 3;

	private static final int MAX_SIZE = 100;

	/** Three commands, their lines of 8 KB at most, and what tells of failures. */
	private static final long MOST_BYTES = 256 * 1024;

	static List<byte[]> seeds() {
		List<byte[]> seeds = new ArrayList<>();
		for (String text : List.of("HD O0\r\nHD O1\r\nHD O2\r\n", "VA 5 f0 c1 t-1 O0\r\nhello\r\nEN O1\r\nNF O2\r\n",
				"VA 0 W O0\r\n\r\nVA 3 c18446744073709551615 O1\r\n\r\n\r\r\nEX O2\r\n", "EN\r\nEN\r\nEN\r\n",
				"VA 9 O0\r\n\r\nHD O1\r\r\nHD O1\r\n", "SERVER_ERROR out of memory\r\nHD O1\r\n",
				"SERVER_ERROR object too large for cache\r\n", "CLIENT_ERROR bad data chunk\r\nHD O1\r\n",
				"CLIENT_ERROR cannot increment or decrement non-numeric value\r\nHD O1\r\n", "ERROR\r\n",
				"VA 101 O0\r\n" + "x".repeat(101) + "\r\nHD O1\r\n", "VA 2147483645 O0\r\nx",
				"VA 18446744073709551616 O0\r\n", "VA -1 O0\r\n", "HD O1\r\nHD O0\r\n", "x".repeat(9000))) {
			for (String cut : List.of("\0", "\1", "\7")) {
				seeds.add((cut + text).getBytes(StandardCharsets.ISO_8859_1));
			}
		}
		return seeds;
	}

	@MethodSource("seeds")
	@FuzzTest(maxDuration = "60s")
	void holdsForWhateverJazzerFinds(byte[] input) {
		check(input);
	}

	@Test
	void holdsForMutationsOfAnswers() {
		Mutations.run(seeds(), 20_000, ReplyDecoderFuzzTests::check);
	}

	private static void check(byte[] input) {
		if (input.length == 0) {
			return;
		}
		byte[] stream = Arrays.copyOfRange(input, 1, input.length);
		List<MetaCommand> whole = commands();
		feed(whole, stream, null);
		List<MetaCommand> cut = commands();
		feed(cut, stream, new Random(input[0]));
		assertThat(Allocation.least(MOST_BYTES, () -> feed(commands(), stream, new Random(input[0]))))
			.as("bytes allocated")
			.isLessThan(MOST_BYTES);
		int start = 0;
		for (int i = 0; i < COMMANDS; i++) {
			assertThat(describe(cut.get(i))).as("in pieces").isEqualTo(describe(whole.get(i)));
			start = checkAgainst(stream, start, i, whole.get(i).await(0));
		}
	}

	private static List<MetaCommand> commands() {
		List<MetaCommand> commands = new ArrayList<>();
		for (int i = 0; i < COMMANDS; i++) {
			commands.add(new MetaCommand(NODE, new byte[0], i, MAX_SIZE, null));
		}
		return commands;
	}

	/** Decodes as a session does, and stops where it would be closed. */
	@SuppressWarnings("NullAway") // commands do not look at their session
	private static void feed(List<MetaCommand> commands, byte[] stream, @Nullable Random random) {
		int next = 0;
		int start = 0;
		try {
			while (start < stream.length && next < commands.size()) {
				int length = (random != null) ? Math.min(stream.length - start, 1 + random.nextInt(20)) : stream.length;
				ByteBuffer in = ByteBuffer.wrap(stream, start, length);
				while (in.hasRemaining() && next < commands.size()) {
					next += commands.get(next).decode(null, in) ? 1 : 0;
				}
				start += length;
			}
		}
		catch (IllegalStateException | NumberFormatException ex) {
			assertThat(ex).as("what the session is closed for").message().isNotBlank();
			if (!new String(stream, StandardCharsets.ISO_8859_1).contains("null")) {
				assertThat(ex).hasMessageNotContaining("null");
			}
		}
	}

	private static String describe(MetaCommand command) {
		Outcome outcome = command.await(0);
		if (outcome == null) {
			return "nothing";
		}
		MetaReply reply = outcome.reply();
		return (reply != null) ? reply.line() + "|" + new String(reply.data(), StandardCharsets.ISO_8859_1)
				: String.valueOf(outcome.failure());
	}

	/**
	 * Looks up what the stream really says for a command.
	 * @return where the next answer begins
	 */
	private static int checkAgainst(byte[] stream, int start, int opaque, @Nullable Outcome outcome) {
		if (outcome == null) {
			return stream.length;
		}
		String rest = new String(stream, start, stream.length - start, StandardCharsets.ISO_8859_1);
		String line = rest.substring(0, rest.indexOf("\r\n"));
		MetaReply reply = outcome.reply();
		if (reply == null) {
			assertThat(outcome.failure()).isInstanceOf(MemcachedServerException.class);
			assertThat(line).matches("(?s)(SERVER_ERROR|CLIENT_ERROR|ERROR|VA ).*");
		}
		else {
			assertThat(reply.line()).isEqualTo(line);
			assertThat(line).matches("(?s)EN|.* O0*" + opaque + "( .*)?");
			assertThat(reply.data()).hasSizeLessThanOrEqualTo(MAX_SIZE);
		}
		int end = line.length() + 2;
		if (line.startsWith("VA ")) {
			int size = Integer.parseInt(line.split(" ")[1]);
			if (reply != null) {
				assertThat(new String(reply.data(), StandardCharsets.ISO_8859_1))
					.isEqualTo(rest.substring(end, end + size));
			}
			assertThat(rest.substring(end + size)).startsWith("\r\n");
			end += size + 2;
		}
		else {
			assertThat((reply != null) ? reply.data() : new byte[0]).isEmpty();
		}
		return start + end;
	}

}
