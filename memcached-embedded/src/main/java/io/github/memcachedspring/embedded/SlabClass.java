package io.github.memcachedspring.embedded;

/**
 * The number that memcached shows for the size of an item. It keeps items of similar size
 * together, in classes that grow by a quarter; here the number is shown only.
 */
final class SlabClass {

	private static final int SMALLEST = 96;

	private static final double FACTOR = 1.25;

	private static final int LARGEST = 512 * 1024;

	private static final int ALIGNMENT = 8;

	private SlabClass() {
	}

	static int of(long itemSize) {
		int number = 1;
		int size = SMALLEST;
		while (size < itemSize && size <= LARGEST / FACTOR) {
			size = align((int) (size * FACTOR));
			number++;
		}
		return number;
	}

	private static int align(int size) {
		return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	}

}
