package io.github.memcachedspring.cache;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * Makes nested keys out of few and treacherous parts, so that equal and nearly equal ones
 * are frequent.
 */
final class RandomKeys {

	private static final List<@Nullable Object> SCALARS = Arrays.asList("", "a", "b", "a,b", "1", "s=", "s1=a", "i1=1",
			"null", "=", ":", "\0", "\ud800", 1, 0, 11, 1L, 11L, (short) 1, (byte) 1, '1', 'a', 1.0, 1f, -0.0, 0.0,
			true, BigDecimal.ONE, new BigDecimal("1.0"), TimeUnit.DAYS, Duration.ofDays(1), Period.ofDays(1),
			String.class, null);

	private RandomKeys() {
	}

	/** Never {@code null} at the top. */
	static Key next(Random random, int depth) {
		Key key = any(random, depth);
		return (key.value != null) ? key : next(random, depth);
	}

	private static Key any(Random random, int depth) {
		if (depth == 0 || random.below(3) == 0) {
			Object scalar = SCALARS.get(random.below(SCALARS.size()));
			return new Key(scalar, Arrays.asList(scalar));
		}
		List<Key> parts = new ArrayList<>();
		int count = random.below(4);
		for (int i = 0; i < count; i++) {
			parts.add(any(random, depth - 1));
		}
		return composite(random, parts);
	}

	private static Key composite(Random random, List<Key> parts) {
		return switch (random.below(9)) {
			case 0 -> ordered("list", parts, ArrayList::new);
			case 1 -> ordered("list", parts, LinkedList::new);
			case 2 -> ordered("array", parts, List::toArray);
			case 3 -> ordered("key", parts, (values) -> new SimpleKey(values.toArray()));
			case 4 -> set(random, parts);
			case 5 -> map(random, parts);
			case 6 -> ordered("opt", parts.isEmpty() ? parts : nonNull(parts.get(0)),
					(values) -> values.stream().findFirst());
			case 7 -> ordered("pair", pad(parts, 2), (values) -> new Pair(values.get(0), values.get(1)));
			default -> bytes(random);
		};
	}

	private static Key ordered(String type, List<Key> parts, Function<List<@Nullable Object>, Object> factory) {
		List<@Nullable Object> values = new ArrayList<>();
		List<Object> contents = new ArrayList<>();
		for (Key part : parts) {
			values.add(part.value);
			contents.add(part.content);
		}
		return new Key(factory.apply(values), Map.of(type, contents));
	}

	private static List<Key> nonNull(Key part) {
		return (part.value != null) ? List.of(part) : List.of();
	}

	private static List<Key> pad(List<Key> parts, int size) {
		List<Key> padded = new ArrayList<>(parts.subList(0, Math.min(size, parts.size())));
		while (padded.size() < size) {
			padded.add(new Key(null, Arrays.asList((Object) null)));
		}
		return padded;
	}

	/** Takes each content once, as a set of arrays would not. */
	private static Key set(Random random, List<Key> parts) {
		Map<Object, @Nullable Object> byContent = new LinkedHashMap<>();
		random.shuffled(parts).forEach((part) -> byContent.put(part.content, part.value));
		return new Key(new LinkedHashSet<>(byContent.values()), Map.of("set", new HashSet<>(byContent.keySet())));
	}

	private static Key map(Random random, List<Key> parts) {
		Map<Object, Key> byContent = new LinkedHashMap<>();
		random.shuffled(parts).forEach((part) -> byContent.put(part.content, part));
		Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
		Map<Object, Object> contents = new HashMap<>();
		byContent.forEach((content, part) -> {
			Key other = parts.get(random.below(parts.size()));
			values.put(part.value, other.value);
			contents.put(content, other.content);
		});
		return new Key(values, Map.of("map", contents));
	}

	private static Key bytes(Random random) {
		byte[] bytes = new byte[random.below(3)];
		List<Byte> content = new ArrayList<>();
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) random.below(3);
			content.add(bytes[i]);
		}
		return new Key(bytes, Map.of("hex", content));
	}

	/**
	 * A key, and what equals the like of another key only if both are to be one entry.
	 */
	record Key(@Nullable Object value, Object content) {

	}

	record Pair(@Nullable Object first, @Nullable Object second) {

	}

	/** Random numbers that can be had again: shows its seed. */
	static final class Random {

		private final long seed = System.nanoTime();

		private final java.util.Random numbers = new java.util.Random(this.seed);

		int below(int bound) {
			return this.numbers.nextInt(bound);
		}

		<T> List<T> shuffled(List<T> elements) {
			List<T> shuffled = new ArrayList<>(elements);
			Collections.shuffle(shuffled, this.numbers);
			return shuffled;
		}

		@Override
		public String toString() {
			return "seed " + this.seed;
		}

	}

}
