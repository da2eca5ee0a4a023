package io.github.memcachedspring.client;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the wire keys that {@link MemcachedKey} renders.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
class WireKeysTests {

	private static final KeySpace BOOKS = KeySpace.of("shop", "c", "books");

	/** Bytes of {@code shop:c:books:}. */
	private static final int HEAD_LENGTH = 13;

	private static final List<String> PIECES = List.of("", "a", "b", "c", ":", "::", "%", "%3A", "%25", "#", " ",
			"\r\n", "\n", "\0", "\t", "\u007f", "\u0080", "\u00e9", "e\u0301", "\u07ff", "\u0800", "\uffff", "\ud800",
			"\udc00", "\ud83d\ude00", "\udbff\udfff", "?", "\ufffd", "\u013a", "s=1", "x".repeat(100), "x".repeat(230),
			"\u20ac".repeat(28), " ".repeat(80));

	@Test
	void keepsPlainKeysReadable() {
		assertThat(BOOKS.key("s=isbn-1_2.3/4~!").toString()).isEqualTo("shop:c:books:s=isbn-1_2.3/4~!");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			a b,          a%20b
			a:b,          a%3Ab
			100%,         100%25
			#1,           %231
			'\r\n',       %0D%0A
			'\0',         %00
			'\u007f',     %7F
			\u00e9,       %C3%A9
			\u20ac,       %E2%82%AC
			\ud83d\ude00, %F0%9F%98%80
			'\ud800',     %ED%A0%80
			'\udc00x',    %ED%B0%80x
			""")
	void escapesWhatSeparatesOrIsNotAllowed(String key, String escaped) {
		assertThat(BOOKS.key(key).toString()).isEqualTo("shop:c:books:" + escaped);
		assertThat(KeySpace.of(key, "c", "n").key("k").toString()).isEqualTo(escaped + ":c:n:k");
		assertThat(KeySpace.of("p", "c", key).key("k").toString()).isEqualTo("p:c:" + escaped + ":k");
	}

	@Test
	void keepsPartsApart() {
		assertThat(List.of(wire("a:b", "c", ""), wire("a", "b:c", ""), wire("a", "b", "c:"), wire("a", "b", ":c"),
				wire("", "a", "b"), wire("", "", "a:b"), wire("a%3Ab", "c", ""), wire("", "", ":"), wire(":", "", ""),
				wire("", ":", "")))
			.doesNotHaveDuplicates();
	}

	@Test
	void keepsKindsApart() {
		assertThat(KeySpace.of("a", "c", "n").key("k").toWire())
			.isNotEqualTo(KeySpace.of("a", "g", "n").key("k").toWire());
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 236, 237 })
	void keepsKeysUpToTheLimitAsTheyAre(int length) {
		String key = "x".repeat(length);
		assertThat(BOOKS.key(key).toString()).isEqualTo("shop:c:books:" + key);
	}

	@ParameterizedTest
	@ValueSource(ints = { 238, 239, 1_000, 1_000_000 })
	void replacesTheTailOfLongerKeysByADigest(int length) {
		assertDigested("x".repeat(length));
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "\u00e9", "\u20ac", "\ud83d\ude00", "\ud800" })
	void countsEscapesTowardsTheLimit(String character) {
		int escapedLength = BOOKS.key(character).toWire().length - HEAD_LENGTH;
		String fill = "x".repeat(MemcachedKey.MAX_LENGTH - HEAD_LENGTH - escapedLength);
		assertThat(BOOKS.key(fill + character).toWire()).hasSize(MemcachedKey.MAX_LENGTH).doesNotContain('#');
		for (int i = 1; i <= escapedLength; i++) {
			assertDigested(fill + "x".repeat(i) + character);
		}
	}

	@Test
	void digestsTheWholeKey() {
		String tail = "x".repeat(300);
		assertThat(List.of(wire("p", "n", tail), wire("p", "n", tail + "x"), wire("p", "n", tail + "y"),
				wire("p", "m", tail), wire("q", "n", tail), wire("p" + tail, "n", ""), wire("p", "n" + tail, ""),
				wire("p" + tail, "", "n"), wire("p" + tail, "m", "")))
			.doesNotHaveDuplicates();
	}

	@Test
	void isNotFooledByKeysThatLookLikeDigests() {
		String digested = wire("p", "n", "x".repeat(300));
		assertThat(wire("p", "n", digested.substring("p:c:n:".length()))).isNotEqualTo(digested);
	}

	@Test
	void tellsKeysOfOneMegabyteApart() {
		String key = "x".repeat(1 << 20);
		assertThat(List.of(wire("p", "n", key + "a"), wire("p", "n", key + "b"), wire("p", "n", key),
				wire("p", key, "n"), wire(key, "n", "p")))
			.doesNotHaveDuplicates();
	}

	@Test
	void isAcceptedByTheServerAsItIs(MemcachedServer server) {
		List<String> wires = PIECES.stream().map((piece) -> wire(piece, piece, piece)).toList();
		String commands = wires.stream().map((wire) -> "mg %s k".formatted(wire)).collect(Collectors.joining("\r\n"));
		assertThat(server.command(commands).lines()).isEqualTo(wires.stream().map((wire) -> "EN k" + wire).toList());
	}

	@Test
	void neverSharesOneWireKeyBetweenTwoKeys() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		Map<String, List<String>> holders = new HashMap<>();
		for (int i = 0; i < 100_000; i++) {
			List<String> parts = List.of(text(random, 2), text(random, 2), text(random, 4));
			String wire = wire(parts.get(0), parts.get(1), parts.get(2));
			assertThat(isLegal(wire)).as("seed %d: '%s'", seed, wire).isTrue();
			List<String> holder = holders.putIfAbsent(wire, parts);
			assertThat(holder == null || holder.equals(parts)).as("seed %d: '%s'", seed, wire).isTrue();
		}
		assertThat(holders).as("seed %d", seed).hasSizeGreaterThan(50_000);
	}

	@Test
	void neverSharesOneWireKeyBetweenTwoCharacters() {
		Map<String, Integer> holders = new HashMap<>();
		for (int c = 0; c <= Character.MAX_CODE_POINT; c += (c < 0x11000) ? 1 : 97) {
			String wire = BOOKS.key(Character.toString(c)).toString();
			assertThat(isLegal(wire)).as(wire).isTrue();
			assertThat(holders.put(wire, c)).as(wire).isNull();
		}
	}

	private static void assertDigested(String key) {
		String wire = BOOKS.key(key).toString();
		assertThat(wire).hasSize(MemcachedKey.MAX_LENGTH).startsWith("shop:c:books:xxx").contains("#");
		assertThat(wire.substring(wire.indexOf('#'))).matches("#[A-Za-z0-9_-]{43}");
		assertThat(isLegal(wire)).isTrue();
	}

	private static String text(Random random, int pieces) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(pieces + 1); i > 0; i--) {
			text.append(PIECES.get(random.nextInt(PIECES.size())));
		}
		return text.toString();
	}

	private static String wire(String prefix, String name, String key) {
		byte[] wire = KeySpace.of(prefix, "c", name).key(key).toWire();
		return new String(wire, StandardCharsets.ISO_8859_1);
	}

	private static boolean isLegal(String wire) {
		return !wire.isEmpty() && wire.length() <= MemcachedKey.MAX_LENGTH
				&& wire.chars().allMatch((c) -> c >= 0x21 && c <= 0x7E);
	}

}
