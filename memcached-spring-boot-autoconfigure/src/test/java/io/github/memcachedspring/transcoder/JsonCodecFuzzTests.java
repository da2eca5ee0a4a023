package io.github.memcachedspring.transcoder;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.memcachedspring.test.fuzz.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads any bytes as JSON of a value.
 */
class JsonCodecFuzzTests {

	private static final long MOST_BYTES = 64L * 1024 * 1024;

	private static final Fuzzing.WatchingLoader LOADER = new Fuzzing.WatchingLoader();

	private static final Transcoder TRANSCODER = Transcoder.of(JsonCodec.create(Codecs.TRUSTED, LOADER),
			Fuzzing.COMPRESSION);

	static List<byte[]> seeds() {
		List<byte[]> seeds = new ArrayList<>();
		Samples.all()
			.filter((sample) -> RawValues.idOf(sample.value()) == RawValues.NONE)
			.map((sample) -> Codecs.json().encode(Objects.requireNonNull(sample.value())))
			.filter((bytes) -> bytes.length < 4000)
			.forEach(seeds::add);
		for (String text : List.of("[\"%s\",{}]", "{\"@class\":\"%s\"}", "[\"java.util.EnumSet<%s>\",[]]",
				"[\"java.util.ArrayList\",[[\"%s\",{}]]]", "[\"[L%s;\",[]]")) {
			for (String type : List.of(GadgetOne.class.getName(), GadgetTwo.class.getName(), "java.net.URL",
					"java.lang.Runtime", "javax.script.ScriptEngineManager")) {
				seeds.add(text.formatted(type).getBytes(StandardCharsets.UTF_8));
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
	void holdsForMutationsOfValues() {
		Mutations.run(seeds(), 10_000, JsonCodecFuzzTests::check);
	}

	private static void check(byte[] input) {
		Fuzzing.decode(TRANSCODER, ObjectCodec.JSON, false, input, MOST_BYTES);
		byte[] compressed = Fuzzing.COMPRESSION.deflate(input);
		Fuzzing.decode(TRANSCODER, ObjectCodec.JSON, true, (compressed != null) ? compressed : input, MOST_BYTES);
		LOADER.check();
	}

}
