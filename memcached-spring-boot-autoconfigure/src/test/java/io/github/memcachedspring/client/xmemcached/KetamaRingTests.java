package io.github.memcachedspring.client.xmemcached;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.MemcachedNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KetamaRingTests {

	private static final int KEYS = 100_000;

	private static final List<MemcachedNode> THREE = nodes(3);

	@Test
	void givesEachNodeItsShare() {
		KetamaRing ring = new KetamaRing(THREE);
		int[] shares = new int[3];
		IntStream.range(0, KEYS).forEach((i) -> shares[ring.indexOf(key(i))]++);
		assertThat(IntStream.of(shares)).allMatch((share) -> share > KEYS / 4 && share < KEYS / 2);
	}

	@Test
	void movesOnlyTheNewNodesShareWhenOneIsAdded() {
		KetamaRing before = new KetamaRing(THREE);
		KetamaRing after = new KetamaRing(nodes(4));
		int moved = 0;
		for (int i = 0; i < KEYS; i++) {
			int index = after.indexOf(key(i));
			if (index != before.indexOf(key(i))) {
				assertThat(index).isEqualTo(3);
				moved++;
			}
		}
		assertThat(moved).isBetween(KEYS * 15 / 100, KEYS * 35 / 100);
	}

	@Test
	void doesNotDependOnTheOrderOfTheNodes() {
		List<MemcachedNode> reversed = List.of(THREE.get(2), THREE.get(1), THREE.get(0));
		KetamaRing ring = new KetamaRing(THREE);
		KetamaRing other = new KetamaRing(reversed);
		for (int i = 0; i < 1000; i++) {
			assertThat(reversed.get(other.indexOf(key(i)))).isEqualTo(THREE.get(ring.indexOf(key(i))));
		}
	}

	/** Computed apart from this code, after the ketama algorithm. */
	@Test
	void agreesWithOtherMachines() {
		KetamaRing ring = new KetamaRing(THREE);
		String indexes = IntStream.range(0, 60)
			.mapToObj((i) -> "" + ring.indexOf(Engines.bytes("key-" + i)))
			.collect(Collectors.joining());
		assertThat(indexes).isEqualTo("122111202020211022201011000010010101110022220211202222211012");
	}

	@Test
	void hasRoomForManyNodes() {
		KetamaRing ring = new KetamaRing(nodes(500));
		assertThat(IntStream.range(0, KEYS).map((i) -> ring.indexOf(key(i))).distinct()).hasSizeGreaterThan(450)
			.allMatch((index) -> index >= 0 && index < 500);
	}

	private static byte[] key(int i) {
		return Engines.bytes("some:cache:key-" + i);
	}

	private static List<MemcachedNode> nodes(int count) {
		return IntStream.rangeClosed(1, count).mapToObj((i) -> new MemcachedNode("cache-" + i, 11211)).toList();
	}

}
