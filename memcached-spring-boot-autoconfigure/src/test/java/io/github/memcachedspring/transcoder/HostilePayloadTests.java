package io.github.memcachedspring.transcoder;

import java.io.ObjectStreamConstants;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Payloads whose checksum is right and whose content is not.
 */
class HostilePayloadTests {

	private final Transcoder transcoder = Transcoder.of(Codecs.json(), Compression.defaults())
		.alsoReading(Codecs.jdk());

	@ParameterizedTest
	@ValueSource(ints = { ObjectCodec.JSON, ObjectCodec.JDK })
	void mutatedPayloadIsAValueOrATranscodingException(int codecId) {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		List<byte[]> payloads = Samples.application()
			.filter(Samples.Sample::serializable)
			.map((sample) -> ((codecId == ObjectCodec.JSON) ? Codecs.json() : Codecs.jdk())
				.encode(java.util.Objects.requireNonNull(sample.value())))
			.toList();
		int refused = 0;
		for (int i = 0; i < 10_000; i++) {
			byte[] payload = payloads.get(i % payloads.size()).clone();
			for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
				payload[random.nextInt(payload.length)] = (byte) random.nextInt();
			}
			refused += (isRefused(codecId, payload, "seed %d, round %d".formatted(seed, i))) ? 1 : 0;
		}
		assertThat(refused).as("seed %d", seed).isGreaterThan(1000);
	}

	/** The JDK's immutable map answers a wrong length with an InternalError. */
	@Test
	void errorOfTheVirtualMachineIsATranscodingException() {
		byte[] payload = Codecs.jdk().encode(Map.of("a", 1, "b", 2));
		int length = indexOf(payload, new byte[] { ObjectStreamConstants.TC_BLOCKDATA, 4, 0, 0, 0, 4 });
		payload[length + 5] = 3;
		assertThat(isRefused(ObjectCodec.JDK, payload, "odd length")).isTrue();
	}

	private static int indexOf(byte[] bytes, byte[] part) {
		for (int i = 0; i + part.length <= bytes.length; i++) {
			if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
				return i;
			}
		}
		throw new AssertionError("The stream looks otherwise");
	}

	private boolean isRefused(int codecId, byte[] payload, String description) {
		EncodedEntry entry = this.transcoder.read(Envelope.wrap(EntryHeader.of(1, 2, 3), codecId, false, payload));
		try {
			this.transcoder.decode(entry);
			return false;
		}
		catch (TranscodingException ex) {
			return true;
		}
		catch (Throwable ex) {
			throw new AssertionError(description, ex);
		}
	}

}
