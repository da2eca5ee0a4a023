package io.github.memcachedspring.client.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.test.ModelChecking;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks that no removal is forgotten when many threads add keys and make up for them.
 */
@Tag(ModelChecking.TAG)
class PendingDeletesModelTests {

	private static final int CAPACITY = 2;

	private static final List<MemcachedKey> KEYS = IntStream.range(0, 4)
		.mapToObj((i) -> KeySpace.of("", "c", "model").key("key-" + i))
		.toList();

	@Test
	void remembersAsIfOneThreadCalledAfterTheOther() {
		ModelChecking.check(Model.class, Sequential.class);
	}

	@Param(name = "key", gen = IntGen.class, conf = "0:3")
	@Param(name = "version", gen = IntGen.class, conf = "1:4")
	public static class Model {

		private final PendingDeletes pending = new PendingDeletes(CAPACITY);

		@Operation
		public boolean add(@Param(name = "key") int key) {
			return this.pending.add(KEYS.get(key));
		}

		@Operation
		public long version(@Param(name = "key") int key) {
			return this.pending.version(KEYS.get(key));
		}

		@Operation
		public void madeUp(@Param(name = "key") int key, @Param(name = "version") int version) {
			this.pending.madeUp(KEYS.get(key), version);
		}

		@Operation
		public long losses() {
			return this.pending.losses();
		}

	}

	/** The rules, written down once more. */
	public static class Sequential {

		private final List<int[]> entries = new ArrayList<>();

		private int lastVersion;

		private long losses;

		public boolean add(int key) {
			for (int[] entry : this.entries) {
				if (entry[0] == key) {
					entry[1] = ++this.lastVersion;
					return true;
				}
			}
			if (this.entries.size() == CAPACITY) {
				this.entries.clear();
				this.losses++;
				return false;
			}
			this.entries.add(new int[] { key, ++this.lastVersion });
			return true;
		}

		public long version(int key) {
			int version = 0;
			for (int[] entry : this.entries) {
				version += (entry[0] == key) ? entry[1] : 0;
			}
			return version;
		}

		public void madeUp(int key, int version) {
			this.entries.removeIf((entry) -> entry[0] == key && entry[1] == version);
		}

		public long losses() {
			return this.losses;
		}

	}

}
