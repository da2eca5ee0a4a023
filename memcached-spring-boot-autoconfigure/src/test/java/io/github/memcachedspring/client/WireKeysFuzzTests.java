package io.github.memcachedspring.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.memcachedspring.test.fuzz.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Renders any text as a wire key. Of an input the first three bytes say where it is cut
 * into a prefix, a name and a key, and whether a byte or two of it make a character.
 */
class WireKeysFuzzTests {

	private static final int MOST_HOLDERS = 200_000;

	/** Who has which wire key, over all inputs. */
	private static final Map<String, List<String>> HOLDERS = new HashMap<>();

	static List<byte[]> seeds() {
		List<byte[]> seeds = new ArrayList<>();
		for (String text : List.of("shopbooks1", "a:bc:d", "%3A%25#", " \r\n\t\0",
				"\u00e9\u20ac\ud83d\ude00\ud800\udc00x", "x".repeat(240), "x".repeat(238) + "%", "x".repeat(300),
				"\u20ac".repeat(90), "p:c:n:" + "x".repeat(206) + "#47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")) {
			for (byte wide = 0; wide < 2; wide++) {
				byte[] bytes = text.getBytes((wide == 0) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16BE);
				byte[] seed = new byte[bytes.length + 3];
				seed[0] = 4;
				seed[1] = 5;
				seed[2] = wide;
				System.arraycopy(bytes, 0, seed, 3, bytes.length);
				seeds.add(seed);
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
	void holdsForMutationsOfKeys() {
		Mutations.run(seeds(), 50_000, WireKeysFuzzTests::check);
	}

	private static void check(byte[] input) {
		if (input.length < 3) {
			return;
		}
		String text = text(input);
		int first = Math.min(input[0] & 0xFF, text.length());
		int second = Math.min(first + (input[1] & 0xFF), text.length());
		check(List.of(text.substring(0, first), text.substring(first, second), text.substring(second)));
		// The same characters, cut elsewhere.
		check(List.of(text.substring(0, first), "", text.substring(first)));
		check(List.of("", text.substring(0, second), text.substring(second)));
	}

	private static String text(byte[] input) {
		if ((input[2] & 1) == 0) {
			return new String(input, 3, input.length - 3, StandardCharsets.ISO_8859_1);
		}
		// Not by a charset, which would replace lone surrogates.
		StringBuilder text = new StringBuilder();
		for (int i = 3; i + 1 < input.length; i += 2) {
			text.append((char) ((input[i] & 0xFF) << 8 | (input[i + 1] & 0xFF)));
		}
		return text.toString();
	}

	private static void check(List<String> parts) {
		byte[] wire = KeySpace.of(parts.get(0), "c", parts.get(1)).key(parts.get(2)).toWire();
		String text = new String(wire, StandardCharsets.ISO_8859_1);
		if (wire.length == 0 || wire.length > MemcachedKey.MAX_LENGTH
				|| !text.chars().allMatch((c) -> c > 0x20 && c < 0x7F)) {
			throw new AssertionError("'%s' is no wire key".formatted(text));
		}
		if (HOLDERS.size() > MOST_HOLDERS) {
			HOLDERS.clear();
		}
		List<String> holder = HOLDERS.putIfAbsent(text, parts);
		if (holder != null && !holder.equals(parts)) {
			throw new AssertionError("%s and %s share '%s'".formatted(holder, parts, text));
		}
	}

}
