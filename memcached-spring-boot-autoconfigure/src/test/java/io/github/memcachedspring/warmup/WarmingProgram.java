package io.github.memcachedspring.warmup;

import java.util.List;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.ChildJvm;

/**
 * An instance in a JVM of its own that warms up, and writes each key that it loads.
 */
final class WarmingProgram {

	private WarmingProgram() {
	}

	static ChildJvm start(MemcachedNode node, int keys, double rate) {
		return ChildJvm.start(WarmingProgram.class,
				List.of(node.toString(), String.valueOf(keys), String.valueOf(rate)));
	}

	static CacheWarmer<Integer> warmer(int keys, CacheWarmer.Loader<Integer> loader) {
		return CacheWarmer.loading("fleet", () -> IntStream.range(0, keys).boxed(), loader);
	}

	/** Is there once a key was loaded, even if the line that said so was lost. */
	static MemcachedKey mark(int key) {
		return KeySpace.of("", "test", "loaded").key(String.valueOf(key));
	}

	public static void main(String[] arguments) {
		ChildJvm.commands();
		Instance instance = new Instance(MemcachedNode.parse(arguments[0]));
		instance.warmUp(Instance.FAST.withLease(Instance.LEASE).withRate(Double.parseDouble(arguments[2])),
				warmer(Integer.parseInt(arguments[1]), (key) -> {
					instance.operations.put(mark(key), new byte[1], Expiration.NEVER).await();
					System.out.println("loaded " + key);
					return "value " + key;
				}))
			.start();
	}

}
