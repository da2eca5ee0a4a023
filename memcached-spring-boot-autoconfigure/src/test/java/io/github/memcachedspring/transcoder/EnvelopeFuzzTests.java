package io.github.memcachedspring.transcoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.memcachedspring.test.Allocation;
import io.github.memcachedspring.test.fuzz.Mutations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads any bytes as an entry: as they are, and with a checksum that is right.
 */
class EnvelopeFuzzTests {

	/** Twice what a payload may inflate to, once as bytes and once as text. */
	private static final long MOST_BYTES = 6L * Fuzzing.MOST_INFLATED;

	private static final Transcoder TRANSCODER = Transcoder.of(Codecs.json(), Fuzzing.COMPRESSION);

	static List<byte[]> seeds() {
		List<byte[]> seeds = new ArrayList<>();
		EntryHeader plain = EntryHeader.of(1, 2, 3);
		EntryHeader extended = new EntryHeader(-1, Long.MAX_VALUE, 0,
				Extensions.NONE.with(1, new byte[8]).with(255, new byte[0]));
		for (EntryHeader header : List.of(plain, extended)) {
			for (@Nullable
			Object value : Arrays.asList(null, "text", "\ud800", new byte[] { 1, 2 }, true, (byte) 1, (short) 2, 'c', 3,
					4L, 1.5f, 2.5d, "x".repeat(5000), List.of(1L, "a"), Map.of("a", 1L))) {
				seeds.add(TRANSCODER.encode(value, header));
			}
		}
		seeds.add(Transcoder.of(Codecs.json(), Compression.defaults()).encode("x".repeat(2_000_000), plain));
		return seeds;
	}

	@MethodSource("seeds")
	@FuzzTest(maxDuration = "60s")
	void holdsForWhateverJazzerFinds(byte[] input) {
		check(input);
	}

	@Test
	void holdsForMutationsOfEntries() {
		Mutations.run(seeds(), 20_000, EnvelopeFuzzTests::check);
	}

	private static void check(byte[] input) {
		Fuzzing.decode(TRANSCODER, input);
		if (input.length < Envelope.MIN_LENGTH) {
			return;
		}
		byte[] sealed = input.clone();
		BigEndian.putShort(sealed, 0, Envelope.MAGIC);
		sealed[2] = Envelope.VERSION;
		int checksumOffset = Envelope.EXTENSION_OFFSET + BigEndian.getShort(sealed, Envelope.EXTENSION_LENGTH_OFFSET);
		if (checksumOffset + Integer.BYTES > sealed.length) {
			return;
		}
		Envelope.seal(sealed, checksumOffset);
		byte[] before = sealed.clone();
		long most = MOST_BYTES + 8L * input.length;
		assertThat(Allocation.least(most, () -> Fuzzing.decode(TRANSCODER, sealed))).as("bytes allocated")
			.isLessThan(most);
		assertThat(sealed).as("the item").isEqualTo(before);
		checkRoundTrip(sealed);
	}

	/** What could be read can be written, and is then the same. */
	private static void checkRoundTrip(byte[] item) {
		try {
			EncodedEntry entry = TRANSCODER.read(item);
			EncodedEntry copy = TRANSCODER.read(entry.withGeneration(entry.header().generation()));
			assertThat(copy.header()).isEqualTo(entry.header());
			assertThat(copy.item()).isEqualTo(item);
			Extensions extensions = entry.header().extensions();
			Extensions rebuilt = Extensions.NONE;
			for (int tag = 1; tag <= 255; tag++) {
				byte[] value = extensions.get(tag);
				rebuilt = (value != null) ? rebuilt.with(tag, value) : rebuilt;
			}
			assertThat(extensions).asString().hasSizeGreaterThanOrEqualTo(rebuilt.toString().length());
			assertThat(entry.payloadOffset() + entry.payloadLength()).isEqualTo(item.length);
		}
		catch (CorruptEntryException ex) {
			assertThat(ex).hasMessageContaining("entry");
		}
	}

}
