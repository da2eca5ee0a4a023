package io.github.memcachedspring.transcoder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.memcachedspring.test.fuzz.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads any bytes as a Java serialization stream.
 */
class JdkCodecFuzzTests {

	/** Arrays may have a million elements of 8 bytes, and several may be nested. */
	private static final long MOST_BYTES = 256L * 1024 * 1024;

	private static final Fuzzing.WatchingLoader LOADER = new Fuzzing.WatchingLoader();

	private static final Transcoder TRANSCODER = Transcoder.of(ObjectCodec.jdk(Codecs.TRUSTED, LOADER),
			Fuzzing.COMPRESSION);

	static List<byte[]> seeds() {
		List<byte[]> seeds = new ArrayList<>();
		Samples.all()
			.filter((sample) -> sample.serializable() && RawValues.idOf(sample.value()) == RawValues.NONE)
			.map((sample) -> Codecs.jdk().encode(Objects.requireNonNull(sample.value())))
			.filter((bytes) -> bytes.length < 4000)
			.forEach(seeds::add);
		seeds.add(serialized(new GadgetOne()));
		seeds.add(serialized(new ArrayList<>(List.of(new GadgetOne(), 1L))));
		return seeds;
	}

	private static byte[] serialized(Object value) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
			stream.writeObject(value);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	@MethodSource("seeds")
	@FuzzTest(maxDuration = "60s")
	void holdsForWhateverJazzerFinds(byte[] input) {
		check(input);
	}

	@Test
	void holdsForMutationsOfValues() {
		Mutations.run(seeds(), 10_000, JdkCodecFuzzTests::check);
	}

	private static void check(byte[] input) {
		Fuzzing.decode(TRANSCODER, ObjectCodec.JDK, false, input, MOST_BYTES);
		byte[] compressed = Fuzzing.COMPRESSION.deflate(input);
		Fuzzing.decode(TRANSCODER, ObjectCodec.JDK, true, (compressed != null) ? compressed : input, MOST_BYTES);
		LOADER.check();
	}

}
