package io.github.memcachedspring.client.xmemcached;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedServerException;
import io.github.memcachedspring.client.NotNumericException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Answers in all slices that a network may make of them.
 */
class DecodingTests {

	private static final MemcachedNode NODE = new MemcachedNode("test", 1);

	private static final int OPAQUE = 2147483647;

	private static final int MAX_SIZE = 100;

	static final List<Answer> ANSWERS = List.of(meta("HD O2147483647\r\n", "HD O2147483647"),
			meta("HD  O2147483647 \r\n", "HD  O2147483647 "),
			meta("HD c18446744073709551615 O2147483647\r\n", "HD c18446744073709551615 O2147483647"),
			meta("EN O2147483647\r\n", "EN O2147483647"), meta("EN\r\n", "EN"),
			meta("NF O2147483647\r\n", "NF O2147483647"), meta("NS O2147483647\r\n", "NS O2147483647"),
			meta("EX O2147483647\r\n", "EX O2147483647"),
			meta("VA 5 f0 c1 t-1 O2147483647\r\nhello\r\n", "VA 5 f0 c1 t-1 O2147483647|hello"),
			meta("VA 0 W O2147483647\r\n\r\n", "VA 0 W O2147483647|"),
			meta("VA 9 O2147483647\r\n\r\nHD\r\nEN\r\r\n", "VA 9 O2147483647|\r\nHD\r\nEN\r"),
			meta("SERVER_ERROR out of memory storing object\r\n", MemcachedServerException.class),
			meta("SERVER_ERROR object too large for cache\r\n", ItemTooLargeException.class),
			meta("VA 101 O2147483647\r\n" + "x".repeat(101) + "\r\n", ItemTooLargeException.class),
			meta("CLIENT_ERROR cannot increment or decrement non-numeric value\r\n", NotNumericException.class),
			new Answer(() -> new PlainCommand(NODE, "mn", "MN"), "MN\r\n", "MN"),
			new Answer(() -> new PlainCommand(NODE, "version", "VERSION "), "VERSION 1.6.18\r\n", "VERSION 1.6.18"),
			new Answer(() -> new PlainCommand.Stats(NODE), "STAT pid 1\r\nSTAT v a b c\r\nEND\r\n", "END"),
			new Answer(() -> new PlainCommand.Stats(NODE), "END\r\n", "END"));

	@ParameterizedTest
	@FieldSource("ANSWERS")
	void understandsAnAnswerInSlicesOfAnySize(Answer answer) {
		for (int size = 1; size <= answer.bytes().length; size++) {
			MetaCommand command = answer.command().get();
			assertThat(feed(List.of(command), answer.bytes(), size)).isEmpty();
			answer.check(command);
		}
	}

	@ParameterizedTest
	@FieldSource("ANSWERS")
	void waitsForTheRestOfAnAnswer(Answer answer) {
		for (int length = 0; length < answer.bytes().length; length++) {
			MetaCommand command = answer.command().get();
			ByteBuffer in = ByteBuffer.wrap(answer.bytes(), 0, length);
			assertThat(decode(command, in)).as("%d bytes", length).isFalse();
			assertThat(in.hasRemaining()).isFalse();
			assertThat(command.await(0)).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 5, 7, 16, 64, 1024 })
	void tellsAnswersThatFollowOneAnotherApart(int size) {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		List<Answer> answers = Stream.generate(() -> ANSWERS.get(random.nextInt(ANSWERS.size()))).limit(200).toList();
		List<MetaCommand> commands = answers.stream().map((answer) -> answer.command().get()).toList();
		byte[] all = bytes(String.join("", answers.stream().map(Answer::text).toList()));
		assertThat(feed(commands, all, size)).as("seed %d", seed).isEmpty();
		for (int i = 0; i < answers.size(); i++) {
			answers.get(i).check(commands.get(i));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HD\r\n", "HD O1\r\n", "HD O\r\n", "HD O2147483648\r\n", "HD O-1\r\n", "HD Ox\r\n",
			"NF\r\n", "EX\r\n", "NS\r\n", "EN O1\r\n", "EN \r\n", "VA 5\r\nhello\r\n", "VA 5 O1\r\nhello\r\n", "VA\r\n",
			"VA \r\n", "VA O2147483647\r\n", "VA -1 O2147483647\r\n", "VA -5 O2147483647\r\n",
			"VA 2147483646 O2147483647\r\nhello\r\n" + "x", "VA 4294967301 O2147483647\r\nhello\r\n",
			"VA 18446744073709551621 O2147483647\r\nhello\r\n", "VA 99999999999999999999999 O2147483647\r\nhello\r\n",
			"VA 5x O2147483647\r\nhello\r\n", "VA 4 O2147483647\r\nhello\r\n", "VA 5 O2147483647\r\nhello\n\n",
			"VA 5 O2147483647\r\nhelloXY", "HD O2147483647\n", "\r\n", "\n", "\r", "MN\r\n", "VERSION 1.6.18\r\n",
			"END\r\n", "STORED\r\n", "garbage\r\n", "\0\0\0\0\n", "VALUE key 0 5\r\nhello\r\n" })
	void neverTakesForAnAnswerWhatIsNone(String text) {
		for (int size = 1; size <= text.length(); size++) {
			MetaCommand command = command();
			List<RuntimeException> failures = feed(List.of(command), bytes(text), size);
			Outcome outcome = command.await(0);
			assertThat(outcome).as("%s in slices of %d", failures, size).isNull();
			assertThat(failures).allMatch(
					(failure) -> failure instanceof IllegalStateException || failure instanceof NumberFormatException);
		}
	}

	@Test
	void doesNotReadALineWithoutEnd() {
		assertThatIllegalStateException()
			.isThrownBy(() -> decode(command(), ByteBuffer.wrap(bytes("HD O2147483647 " + "x".repeat(10_000)))))
			.withMessageContaining("more than 8192 bytes");
	}

	@Test
	void readsNothingPastARandomByteThatIsNone() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			Answer answer = ANSWERS.get(random.nextInt(8));
			byte[] bytes = answer.bytes().clone();
			int changed = random.nextInt(bytes.length);
			bytes[changed] = (byte) random.nextInt(256);
			MetaCommand command = answer.command().get();
			feed(List.of(command), bytes, bytes.length);
			Outcome outcome = command.await(0);
			if (outcome != null && outcome.reply() != null) {
				MetaReply reply = outcome.reply();
				assertThat(reply.isBareMiss() || reply.number('O') == OPAQUE).as("seed %d", seed).isTrue();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ERROR\r\n", "CLIENT_ERROR bad command line format\r\n",
			"CLIENT_ERROR bad data chunk too large\r\n", "ERROR Too many open connections\r\n" })
	void doesNotTrustTheConnectionAfterARefusedCommand(String text) {
		MetaCommand command = command();
		assertThat(feed(List.of(command), bytes(text), 1)).hasSize(1);
		Outcome outcome = command.await(0);
		assertThat(outcome).isNotNull();
		assertThat(outcome.failure()).isExactlyInstanceOf(MemcachedServerException.class)
			.hasMessageContaining(text.strip());
	}

	@Test
	void readsNumbersOf64Bits() {
		assertThat(number("18446744073709551615")).isEqualTo(-1);
		assertThat(number("9223372036854775808")).isEqualTo(Long.MIN_VALUE);
		assertThat(number("0")).isZero();
		assertThat(number("-1")).isEqualTo(-1);
		for (String text : List.of("", "-", "-0", "-2", "-12", "+1", "1-", "18446744073709551616",
				"28446744073709551615", "100000000000000000000")) {
			assertThatExceptionOfType(NumberFormatException.class).as(text).isThrownBy(() -> number(text));
		}
	}

	private static long number(String text) {
		byte[] line = bytes("HD c" + text + " O1");
		return new MetaReply(line, line.length, null).number('c');
	}

	/** Decodes as a session does; returns what it would be closed for. */
	private static List<RuntimeException> feed(List<MetaCommand> commands, byte[] bytes, int sliceSize) {
		int next = 0;
		for (int start = 0; start < bytes.length; start += sliceSize) {
			ByteBuffer in = ByteBuffer.wrap(bytes, start, Math.min(sliceSize, bytes.length - start));
			try {
				while (in.hasRemaining()) {
					if (next == commands.size()) {
						throw new IllegalStateException("unsolicited");
					}
					if (decode(commands.get(next), in)) {
						next++;
					}
				}
			}
			catch (RuntimeException ex) {
				return List.of(ex);
			}
		}
		return List.of();
	}

	@SuppressWarnings("NullAway") // commands do not look at their session
	private static boolean decode(MetaCommand command, ByteBuffer in) {
		return command.decode(null, in);
	}

	private static MetaCommand command() {
		return new MetaCommand(NODE, new byte[0], OPAQUE, MAX_SIZE, null);
	}

	private static Answer meta(String text, Object expected) {
		return new Answer(DecodingTests::command, text, expected);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	record Answer(Supplier<MetaCommand> command, String text, Object expected) {

		byte[] bytes() {
			return DecodingTests.bytes(this.text);
		}

		void check(MetaCommand command) {
			Outcome outcome = command.await(0);
			assertThat(outcome).isNotNull();
			if (this.expected instanceof Class<?> type) {
				assertThat(outcome.failure()).isExactlyInstanceOf(type);
				return;
			}
			assertThat(outcome.failure()).isNull();
			assertThat(describe(outcome.reply(), this.text.startsWith("VA"))).isEqualTo(this.expected);
			if (command instanceof PlainCommand.Stats stats && this.text.length() > 5) {
				assertThat(stats.stats()).containsEntry("pid", "1").containsEntry("v", "a b c").hasSize(2);
			}
		}

		private static String describe(@Nullable MetaReply reply, boolean withData) {
			assertThat(reply).isNotNull();
			return reply.line() + (withData ? "|" + new String(reply.data(), StandardCharsets.ISO_8859_1) : "");
		}

	}

}
