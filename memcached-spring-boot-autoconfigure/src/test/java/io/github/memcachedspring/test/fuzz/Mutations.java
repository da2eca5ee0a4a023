package io.github.memcachedspring.test.fuzz;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Tries seeds, and inputs made from them at random. The same seed of the random numbers
 * makes the same inputs: {@code -Dtest.seed=...}.
 */
public final class Mutations {

	private static final String SEED = "test.seed";

	private static final int MOST_CHANGES = 6;

	private static final int LONGEST_PIECE = 32;

	/** What protocols and formats give a meaning to. */
	private static final byte[] INTERESTING = { 0, 1, -1, 127, -128, '\r', '\n', ' ', '-', '0', '9', '"', '\\', '{',
			'[', ':', '%', '#' };

	private final List<byte[]> seeds;

	private final Random random;

	private Mutations(List<byte[]> seeds, Random random) {
		this.seeds = seeds;
		this.random = random;
	}

	/**
	 * Tries all seeds and then as many mutations of them.
	 * @param seeds inputs to begin with
	 * @param count how many mutations
	 * @param target fails for an input that is not dealt with as it should be
	 */
	public static void run(List<byte[]> seeds, int count, Consumer<byte[]> target) {
		long seed = Long.getLong(SEED, System.nanoTime());
		Mutations mutations = new Mutations(seeds, new Random(seed));
		for (byte[] input : seeds) {
			attempt(input, target, seed);
		}
		for (int i = 0; i < count; i++) {
			attempt(mutations.next(), target, seed);
		}
	}

	private static void attempt(byte[] input, Consumer<byte[]> target, long seed) {
		try {
			target.accept(input.clone());
		}
		catch (Throwable ex) {
			throw new AssertionError("Input %s, made with -D%s=%d: %s".formatted(HexFormat.of().formatHex(input), SEED,
					seed, ex.getMessage()), ex);
		}
	}

	private byte[] next() {
		if (this.random.nextInt(16) == 0) {
			byte[] noise = new byte[this.random.nextInt(200)];
			this.random.nextBytes(noise);
			return noise;
		}
		byte[] input = anySeed().clone();
		for (int changes = 1 + this.random.nextInt(MOST_CHANGES); changes > 0; changes--) {
			input = change(input);
		}
		return input;
	}

	private byte[] change(byte[] input) {
		int at = this.random.nextInt(input.length + 1);
		int length = Math.min(this.random.nextInt(LONGEST_PIECE), input.length - at);
		return switch (this.random.nextInt(8)) {
			case 0 -> overwrite(input, at, (byte) this.random.nextInt());
			case 1 -> overwrite(input, at, INTERESTING[this.random.nextInt(INTERESTING.length)]);
			case 2 -> overwrite(input, at, (byte) (valueAt(input, at) ^ 1 << this.random.nextInt(8)));
			case 3 -> replace(input, at, length, new byte[0]);
			case 4 -> replace(input, at, 0, Arrays.copyOfRange(input, at, at + length));
			case 5 -> replace(input, at, 0, pieceOf(anySeed()));
			case 6 ->
				replace(input, at, length, Long.toString(this.random.nextLong() >> this.random.nextInt(64)).getBytes());
			default -> (this.random.nextInt(4) == 0) ? Arrays.copyOf(input, at)
					: overwrite(input, at, (byte) (valueAt(input, at) + 1));
		};
	}

	private byte[] anySeed() {
		return this.seeds.get(this.random.nextInt(this.seeds.size()));
	}

	private byte[] pieceOf(byte[] bytes) {
		int start = this.random.nextInt(bytes.length + 1);
		return Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + this.random.nextInt(LONGEST_PIECE)));
	}

	private static byte valueAt(byte[] input, int at) {
		return (at < input.length) ? input[at] : 0;
	}

	private static byte[] overwrite(byte[] input, int at, byte value) {
		byte[] changed = Arrays.copyOf(input, Math.max(input.length, at + 1));
		changed[at] = value;
		return changed;
	}

	private static byte[] replace(byte[] input, int at, int length, byte[] piece) {
		byte[] changed = new byte[input.length - length + piece.length];
		System.arraycopy(input, 0, changed, 0, at);
		System.arraycopy(piece, 0, changed, at, piece.length);
		System.arraycopy(input, at + length, changed, at + piece.length, input.length - at - length);
		return changed;
	}

}
