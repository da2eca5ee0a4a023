package io.github.memcachedspring.transcoder;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.memcachedspring.transcoder.Samples.Sample;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes back is equal to what was stored, for both codecs.
 */
class RoundTripTests {

	private static final EntryHeader HEADER = EntryHeader.of(1, 2, 3);

	private static final Compression EVERYTHING = new Compression(1, Compression.DEFAULT_MAX_INFLATED_SIZE);

	static Stream<Sample> samples() {
		return Samples.all();
	}

	static Stream<Sample> serializable() {
		return Samples.all().filter(Sample::serializable);
	}

	@ParameterizedTest
	@MethodSource("samples")
	void jsonKeepsValue(Sample sample) {
		verify(sample, sample.asJson(), Transcoder.of(Codecs.json(), Compression.none()));
	}

	@ParameterizedTest
	@MethodSource("samples")
	void compressedJsonKeepsValue(Sample sample) {
		verify(sample, sample.asJson(), Transcoder.of(Codecs.json(), EVERYTHING));
	}

	@ParameterizedTest
	@MethodSource("serializable")
	void javaSerializationKeepsValueAndClass(Sample sample) {
		verify(sample, classOf(sample.value()), Transcoder.of(Codecs.jdk(), Compression.none()));
	}

	@ParameterizedTest
	@MethodSource("serializable")
	void compressedJavaSerializationKeepsValueAndClass(Sample sample) {
		verify(sample, classOf(sample.value()), Transcoder.of(Codecs.jdk(), EVERYTHING));
	}

	private static void verify(Sample sample, @Nullable Class<?> expectedType, Transcoder transcoder) {
		byte[] item = transcoder.encode(sample.value(), HEADER);
		EncodedEntry entry = transcoder.read(item);
		Object first = transcoder.decode(entry);
		Object second = transcoder.decode(entry);
		assertThat(entry.header()).isEqualTo(HEADER);
		// Arrays compare by element only within an array.
		assertThat(new Object[] { first }).isEqualTo(new Object[] { sample.value() });
		assertThat(new Object[] { second }).isEqualTo(new Object[] { sample.value() });
		assertThat(classOf(first)).isEqualTo(expectedType);
	}

	private static @Nullable Class<?> classOf(@Nullable Object value) {
		return (value != null) ? value.getClass() : null;
	}

	@Test
	void keepsOrderOfMap() {
		Object map = Samples.setsAndMaps()
			.filter((sample) -> sample.name().equals("LinkedHashMap"))
			.findFirst()
			.orElseThrow()
			.value();
		Transcoder transcoder = Transcoder.of(Codecs.json(), Compression.none());
		assertThat(transcoder.decode(transcoder.read(transcoder.encode(map, HEADER)))).hasToString(String.valueOf(map));
	}

}
