package io.github.memcachedspring.transcoder;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.memcachedspring.test.Allocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The frame around the values, whatever their codec.
 */
class TranscoderTests {

	private static final EntryHeader HEADER = new EntryHeader(Long.MIN_VALUE + 5, 1_700_000_000_000L, 60_000L,
			Extensions.NONE.with(200, new byte[] { 1, 2, 3 }).with(1, new byte[0]));

	private final Transcoder transcoder = Transcoder.of(Codecs.json(), new Compression(500, 1_000_000))
		.alsoReading(Codecs.jdk());

	static List<byte[]> items() {
		Compression compression = new Compression(500, 1_000_000);
		Transcoder json = Transcoder.of(Codecs.json(), compression);
		Transcoder jdk = Transcoder.of(Codecs.jdk(), compression);
		Object value = new SampleTypes.Page<>(List.of(new SampleTypes.Point(1, 2)), 1);
		return List.of(json.encode(null, EntryHeader.of(1, 2, 3)), json.encode("text", HEADER), json.encode(5L, HEADER),
				json.encode("long ".repeat(200), HEADER), json.encode(value, HEADER),
				jdk.encode(value, EntryHeader.of(0, 0, 0)), json.encode(new byte[300], EntryHeader.of(-1, -1, -1)));
	}

	@Test
	void refusesEveryOneOf100000DamagedItems() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		List<byte[]> items = items();
		for (int i = 0; i < 100_000; i++) {
			byte[] original = items.get(i % items.size());
			byte[] damaged = original.clone();
			for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
				int bit = random.nextInt(damaged.length * Byte.SIZE);
				damaged[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
			}
			if (!Arrays.equals(original, damaged)) {
				assertThatExceptionOfType(CorruptEntryException.class).as("seed %d, round %d", seed, i)
					.isThrownBy(() -> this.transcoder.read(damaged));
			}
		}
	}

	@Test
	void refusesItemsCutOffAnywhereOrWithBytesAdded() {
		for (byte[] item : items()) {
			for (int length = 0; length < item.length; length++) {
				byte[] cut = Arrays.copyOf(item, length);
				assertThatExceptionOfType(CorruptEntryException.class).as("length %d", length)
					.isThrownBy(() -> this.transcoder.read(cut));
			}
			assertThatExceptionOfType(CorruptEntryException.class)
				.isThrownBy(() -> this.transcoder.read(Arrays.copyOf(item, item.length + 1)));
		}
	}

	@Test
	void refusesWhatOthersWrote() {
		for (String text : List.of("", "hello", "{\"a\":1}".repeat(20), "\u00AC\u00ED\u0000\u0005".repeat(20))) {
			assertThatExceptionOfType(CorruptEntryException.class)
				.isThrownBy(() -> this.transcoder.read(text.getBytes(StandardCharsets.ISO_8859_1)));
		}
	}

	@Test
	void refusesOtherVersionAndUnknownFlagsThatVerify() {
		byte[] version = this.transcoder.encode("a", HEADER);
		version[2] = 2;
		assertThatExceptionOfType(CorruptEntryException.class).isThrownBy(() -> this.transcoder.read(seal(version)));
		byte[] flags = this.transcoder.encode("a", HEADER);
		flags[4] = 2;
		assertThatExceptionOfType(CorruptEntryException.class).isThrownBy(() -> this.transcoder.read(seal(flags)));
	}

	@Test
	void refusesMalformedExtensionsThatVerify() {
		byte[] item = this.transcoder.encode("a", EntryHeader.of(1, 2, 3));
		for (byte[] area : new byte[][] { { 1 }, { 1, 0 }, { 1, 0, 1 }, { 0, 0, 0 }, { 1, 0, 0, 1 },
				{ 1, -1, -1, 0 } }) {
			byte[] malformed = new byte[item.length + area.length];
			System.arraycopy(item, 0, malformed, 0, 31);
			malformed[30] = (byte) area.length;
			System.arraycopy(area, 0, malformed, 31, area.length);
			assertThatExceptionOfType(CorruptEntryException.class)
				.isThrownBy(() -> this.transcoder.read(seal(malformed)))
				.withMessageContaining("extension");
		}
	}

	private static byte[] seal(byte[] item) {
		Envelope.seal(item, 31 + BigEndian.getShort(item, 29));
		return item;
	}

	@Test
	void headerSurvivesWithUnknownExtensions() {
		EntryHeader header = this.transcoder.read(this.transcoder.encode("a", HEADER)).header();
		assertThat(header).isEqualTo(HEADER);
		EntryHeader changed = new EntryHeader(1, 2, 3, header.extensions().with(7, new byte[] { 9 }));
		Extensions extensions = this.transcoder.read(this.transcoder.encode(null, changed)).header().extensions();
		assertThat(extensions.get(200)).containsExactly(1, 2, 3);
		assertThat(extensions.get(1)).isEmpty();
		assertThat(extensions.get(7)).containsExactly(9);
		assertThat(extensions.get(8)).isNull();
		assertThat(extensions).hasToString("[200, 1, 7]");
	}

	@Test
	void extensionReplacesItsTagOnlyAndIsImmutable() {
		byte[] value = { 1 };
		Extensions first = Extensions.NONE.with(1, value).with(255, new byte[] { 2, 2 });
		value[0] = 9;
		assertThat(first.get(1)).containsExactly(1);
		Extensions second = first.with(1, new byte[] { 3, 3, 3 });
		assertThat(first.get(1)).containsExactly(1);
		assertThat(second.get(1)).containsExactly(3, 3, 3);
		assertThat(second.get(255)).containsExactly(2, 2);
		assertThat(first).isEqualTo(Extensions.NONE.with(1, new byte[] { 1 }).with(255, new byte[] { 2, 2 }))
			.isNotEqualTo(second);
		assertThatIllegalArgumentException().isThrownBy(() -> Extensions.NONE.with(0, new byte[0]))
			.withMessage("'tag' must be between 1 and 255: 0");
		assertThatIllegalArgumentException().isThrownBy(() -> first.with(2, new byte[65_530]));
		assertThat(Extensions.NONE.with(2, new byte[65_532]).get(2)).hasSize(65_532);
	}

	@Test
	void otherGenerationChangesOnlyGeneration() {
		for (byte[] item : items()) {
			EncodedEntry entry = this.transcoder.read(item);
			byte[] before = item.clone();
			EncodedEntry changed = this.transcoder.read(entry.withGeneration(0x0123456789ABCDEFL));
			assertThat(item).isEqualTo(before);
			assertThat(changed.header()).isEqualTo(new EntryHeader(0x0123456789ABCDEFL, entry.header().storedAtMillis(),
					entry.header().timeToLiveMillis(), entry.header().extensions()));
			assertThat(changed.codecId()).isEqualTo(entry.codecId());
			assertThat(changed.compressed()).isEqualTo(entry.compressed());
			assertThat(new Object[] { this.transcoder.decode(changed) })
				.isEqualTo(new Object[] { this.transcoder.decode(entry) });
		}
	}

	@Test
	void nullIsAMarkerAndNoItemIsEmpty() {
		byte[] item = this.transcoder.encode(null, EntryHeader.of(1, 2, 3));
		assertThat(item).hasSize(35);
		assertThat(this.transcoder.read(item).codecId()).isZero();
		assertThat(this.transcoder.decode(this.transcoder.read(item))).isNull();
	}

	@Test
	void readsOnlyWithTheCodecThatWrote() {
		Object value = new SampleTypes.Point(1, 2);
		Transcoder jdk = Transcoder.of(Codecs.jdk(), Compression.none());
		Transcoder json = Transcoder.of(Codecs.json(), Compression.none());
		EncodedEntry entry = json.read(jdk.encode(value, HEADER));
		assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> json.decode(entry))
			.withMessage("No codec with the id 17 is known here");
		assertThat(json.alsoReading(Codecs.jdk()).decode(entry)).isEqualTo(value);
		EncodedEntry written = json.read(json.alsoReading(Codecs.jdk()).encode(value, HEADER));
		assertThat(written.codecId()).isEqualTo(ObjectCodec.JSON);
	}

	@Test
	void refusesCodecWithReservedId() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Transcoder.of(new FailingCodec(15, IllegalStateException::new), Compression.none()))
			.withMessage("'id' of a codec must be between 16 and 255: 15");
	}

	@Test
	void refusesNumberOfOtherLength() {
		byte[] item = this.transcoder.encode("abc", EntryHeader.of(1, 2, 3));
		for (int id = RawValues.BOOLEAN; id <= RawValues.DOUBLE; id++) {
			item[3] = (byte) id;
			EncodedEntry entry = this.transcoder.read(seal(item.clone()));
			assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> this.transcoder.decode(entry));
		}
	}

	static Stream<Supplier<Throwable>> failures() {
		return Stream.of(IllegalStateException::new, StackOverflowError::new, OutOfMemoryError::new,
				NoClassDefFoundError::new, ExceptionInInitializerError::new, AssertionError::new);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void everyFailureOfACodecIsATranscodingException(Supplier<Throwable> failure) {
		Transcoder failing = Transcoder.of(new FailingCodec(128, failure), Compression.none());
		assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> failing.encode(List.of(), HEADER))
			.withMessageContaining("ListN")
			.withCauseInstanceOf(failure.get().getClass());
		byte[] item = failing.encode("a", HEADER);
		item[3] = (byte) 128;
		EncodedEntry entry = failing.read(seal(item));
		assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> failing.decode(entry))
			.withMessageContaining("128")
			.withCauseInstanceOf(failure.get().getClass());
	}

	@Test
	void everyDecodingReturnsAnInstanceOfItsOwn() {
		byte[] bytes = { 1, 2, 3 };
		byte[] item = this.transcoder.encode(bytes, HEADER);
		bytes[0] = 9;
		byte[] first = (byte[]) this.transcoder.decode(this.transcoder.read(item));
		assertThat(first).containsExactly(1, 2, 3);
		first[1] = 9;
		assertThat((byte[]) this.transcoder.decode(this.transcoder.read(item))).containsExactly(1, 2, 3);
		EncodedEntry list = this.transcoder.read(this.transcoder.encode(List.of(List.of(1L)), HEADER));
		List<?> once = (List<?>) this.transcoder.decode(list);
		List<?> again = (List<?>) this.transcoder.decode(list);
		assertThat(once).isNotNull().isNotSameAs(again);
		assertThat(once.get(0)).isNotSameAs(again.get(0));
	}

	@Test
	void hitOfAStringAllocatesLittleMoreThanTheString() {
		byte[] item = this.transcoder.encode("x".repeat(100), EntryHeader.of(1, 2, 3));
		Runnable hits = () -> {
			for (int i = 0; i < 10_000; i++) {
				this.transcoder.decode(this.transcoder.read(item));
			}
		};
		hits.run();
		// The string takes 144 bytes: 24 and its array 120.
		assertThat(Allocation.of(hits) / 10_000).isLessThan(350);
	}

	private record FailingCodec(int id, Supplier<Throwable> failure) implements ObjectCodec {

		@Override
		public byte[] encode(Object value) {
			throw sneaky(this.failure.get());
		}

		@Override
		public Object decode(byte[] bytes, int offset, int length) {
			throw sneaky(this.failure.get());
		}

		private static RuntimeException sneaky(@Nullable Throwable failure) {
			if (failure instanceof Error error) {
				throw error;
			}
			return (RuntimeException) failure;
		}

	}

}
