package io.github.memcachedspring.transcoder;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

import io.github.memcachedspring.test.Allocation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Compression, and what it must not be abused for.
 */
class CompressionTests {

	private static final EntryHeader HEADER = EntryHeader.of(1, 2, 3);

	private static final byte[] GIGABYTE = zeros(1 << 30);

	private final Transcoder transcoder = Transcoder.of(Codecs.json(), Compression.defaults());

	@Test
	void compressesFromThresholdOnWhenSmaller() {
		assertThat(read("a".repeat(16 * 1024 - 1)).compressed()).isFalse();
		EncodedEntry compressed = read("a".repeat(16 * 1024));
		assertThat(compressed.compressed()).isTrue();
		assertThat(compressed.payloadLength()).isLessThan(1000);
		byte[] random = new byte[100_000];
		new Random(1).nextBytes(random);
		assertThat(read(random).compressed()).isFalse();
		assertThat(read(random).payloadLength()).isEqualTo(random.length);
	}

	@Test
	void switchedOffStillReadsCompressed() {
		String text = "a".repeat(100_000);
		byte[] item = this.transcoder.encode(text, HEADER);
		Transcoder off = Transcoder.of(Codecs.json(), Compression.none());
		assertThat(off.decode(off.read(item))).isEqualTo(text);
		assertThat(off.read(off.encode(text, HEADER)).compressed()).isFalse();
	}

	@Test
	void doesNotCompressWhatCouldNotBeInflated() {
		Transcoder small = Transcoder.of(Codecs.json(), new Compression(10, 1000));
		String text = "a".repeat(1001);
		EncodedEntry entry = small.read(small.encode(text, HEADER));
		assertThat(entry.compressed()).isFalse();
		assertThat(small.decode(entry)).isEqualTo(text);
		assertThat(small.read(small.encode("a".repeat(1000), HEADER)).compressed()).isTrue();
	}

	@Test
	void refusesHonestBombWithoutAllocating() {
		refuses(compressed(1 << 30, GIGABYTE), "1073741824 bytes; at most 16777216", 1_000_000);
		refuses(compressed(-1, new byte[100]), "4294967295 bytes", 1_000_000);
	}

	@Test
	void stopsBombThatLies() {
		refuses(compressed(100, GIGABYTE), "does not inflate to the 100 bytes", 1_000_000);
		refuses(compressed(10_000_000, GIGABYTE), "does not inflate", 17_000_000);
	}

	@Test
	void refusesDeclarationThatDeflateCannotReach() {
		refuses(compressed(16_000_000, new byte[20]), "cannot inflate from 20", 1_000_000);
	}

	@Test
	void refusesDamagedAndShortData() {
		byte[] data = zeros(5000);
		refuses(compressed(5001, data), "does not inflate", 1_000_000);
		refuses(compressed(4999, data), "does not inflate", 1_000_000);
		refuses(compressed(5000, Arrays.copyOf(data, data.length - 1)), "does not inflate", 1_000_000);
		refuses(compressed(5000, new byte[] { -1, -1, -1, -1, -1, -1 }), "damaged", 1_000_000);
		byte[] item = this.transcoder.encode("ab", HEADER);
		item[4] = 1;
		Envelope.seal(item, 31);
		EncodedEntry entry = this.transcoder.read(item);
		assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> this.transcoder.decode(entry))
			.withMessageContaining("cut off");
	}

	@Test
	void refusesSettingsThatMakeNoSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Compression(0, 1))
			.withMessage("'threshold' must be positive: 0");
		assertThatIllegalArgumentException().isThrownBy(() -> new Compression(1, 0))
			.withMessage("'maxInflatedSize' must be positive: 0");
	}

	private EncodedEntry read(Object value) {
		return this.transcoder.read(this.transcoder.encode(value, HEADER));
	}

	private void refuses(byte[] item, String reason, long mostAllocated) {
		EncodedEntry entry = this.transcoder.read(item);
		long allocated = Allocation.of(() -> assertThatExceptionOfType(TranscodingException.class)
			.isThrownBy(() -> this.transcoder.decode(entry))
			.withMessageContaining(reason));
		assertThat(allocated).isLessThan(mostAllocated);
	}

	private static byte[] compressed(int declared, byte[] deflated) {
		byte[] payload = new byte[4 + deflated.length];
		BigEndian.putInt(payload, 0, declared);
		System.arraycopy(deflated, 0, payload, 4, deflated.length);
		return Envelope.wrap(HEADER, RawValues.BYTES, true, payload);
	}

	private static byte[] zeros(int length) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		byte[] chunk = new byte[1 << 20];
		byte[] target = new byte[length / 1000 + 1000];
		int written = 0;
		for (int left = length; left > 0; left -= chunk.length) {
			deflater.setInput(chunk, 0, Math.min(left, chunk.length));
			if (left <= chunk.length) {
				deflater.finish();
			}
			written += deflater.deflate(target, written, target.length - written);
		}
		deflater.end();
		return Arrays.copyOf(target, written);
	}

}
