package io.github.memcachedspring.cache;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CacheKeys}.
 */
class CacheKeysTests {

	@ParameterizedTest
	@MethodSource("texts")
	void encodesTypeAndContent(Object key, String text) {
		assertThat(CacheKeys.toText(key)).isEqualTo(text);
	}

	static Stream<Arguments> texts() {
		String here = CacheKeysTests.class.getName();
		return Stream.of(Arguments.of("user 7", "s=user 7"), Arguments.of("", "s="), Arguments.of(7L, "l=7"),
				Arguments.of(Long.MIN_VALUE, "l=-9223372036854775808"), Arguments.of(-7, "i=-7"),
				Arguments.of((short) 7, "short=7"), Arguments.of((byte) 7, "byte=7"), Arguments.of('7', "char=7"),
				Arguments.of(true, "bool=true"), Arguments.of(0.1, "double=0x1.999999999999ap-4"),
				Arguments.of(1f, "float=0x1.0p0"), Arguments.of(new BigDecimal("1.50"), "dec=1.50"),
				Arguments.of(BigInteger.TEN, "int=10"),
				Arguments.of(new UUID(0, 1), "uuid=00000000-0000-0000-0000-000000000001"),
				Arguments.of(DayOfWeek.MONDAY, "enum=java.time.DayOfWeek.MONDAY"),
				Arguments.of(Instant.EPOCH, "time=Instant.1970-01-01T00:00:00Z"), Arguments.of(new Date(5), "date=5"),
				Arguments.of(URI.create("a:b"), "uri=a:b"), Arguments.of(String.class, "class=java.lang.String"),
				Arguments.of(Locale.GERMANY, "locale=s2=des0=s2=DEs0="),
				Arguments.of(new byte[] { 0, -1, 10 }, "hex=00ff0a"), Arguments.of(SimpleKey.EMPTY, "key="),
				Arguments.of(new SimpleKey("a", 1), "key=s1=ai1=1"),
				Arguments.of(new SimpleKey("a", null), "key=s1=anull0="),
				Arguments.of(new String[] { "a" }, "array=s1=a"), Arguments.of(new int[] { 1 }, "ints=i1=1"),
				Arguments.of(List.of("a", 2L), "list=s1=al1=2"), Arguments.of(Set.of(3, 1, 2), "set=i1=1i1=2i1=3"),
				Arguments.of(Map.of("b", 2, "a", 1), "map=s1=ai1=1s1=bi1=2"),
				Arguments.of(Map.entry("a", 1), "entry=s1=ai1=1"), Arguments.of(Optional.of("a"), "opt=s1=a"),
				Arguments.of(Optional.empty(), "opt="),
				Arguments.of(new Isbn("1", 2), "rec=" + here + "$Isbn=s1=1i1=2"),
				Arguments.of(new Named("x"), "obj=" + here + "$Named=x"));
	}

	@Test
	void tellsKeysApartThatLookAlike() {
		List<Object> keys = List.of(1, 1L, "1", (short) 1, (byte) 1, '1', 1f, 1.0, BigInteger.ONE, BigDecimal.ONE,
				new BigDecimal("1.0"), true, "true", "a", 'a', 0.0, -0.0, "i=1", "s=1", "null", "", List.of(), Set.of(),
				Map.of(), Optional.empty(), SimpleKey.EMPTY, new Object[0], new int[0], new long[0], new byte[0],
				new SimpleKey("a", "b,c"), new SimpleKey("a,b", "c"), new SimpleKey("as1=b"), new SimpleKey("a", "b"),
				List.of("a", "b"), new Object[] { "a", "b" }, Set.of("a", "b"), Map.of("a", "b"), Map.entry("a", "b"),
				List.of(List.of("a"), "b"), List.of(List.of("a", "b")), List.of(List.of("a"), List.of("b")),
				List.of("a"), List.of('a'), Optional.of("a"), Optional.of(Optional.of("a")), new SimpleKey("a", null),
				new SimpleKey("a", "null"), new SimpleKey("a", Optional.empty()), new ArrayDeque<>(List.of("a, b")),
				new ArrayDeque<>(List.of("a", "b")), new Isbn("a", 1), new OtherIsbn("a", 1), Period.ofDays(1),
				Duration.ofDays(1), TimeUnit.DAYS, DayOfWeek.MONDAY, String.class, "java.lang.String",
				LocalDate.of(2020, 1, 1), "2020-01-01", LocalDateTime.of(2020, 1, 1, 0, 0), ZoneId.of("UTC"),
				new Date(0), new Timestamp(0), new java.sql.Date(0), timestampWithNanos(1), timestampWithNanos(2),
				new Locale.Builder().setLanguage("no").setRegion("NO").build(), Locale.ROOT,
				Locale.forLanguageTag("th-TH-u-nu-thai"), Locale.forLanguageTag("th-TH"), Constants.A, Constants.B,
				"\ud800", "?", "\ufffd", new UUID(0, 0), new UUID(0, 0).toString(), URI.create("a:b"), "a:b");
		assertThat(keys.stream().map(CacheKeys::toText)).doesNotHaveDuplicates();
	}

	@Test
	void doesNotDependOnImplementationsOfCollections() {
		assertSameText(List.of(1, 2), new ArrayList<>(List.of(1, 2)), new LinkedList<>(List.of(1, 2)),
				Arrays.asList(1, 2), Collections.unmodifiableList(List.of(1, 2)));
		assertSameText(Set.of("a", "b"), new TreeSet<>(Set.of("a", "b")), new LinkedHashSet<>(List.of("b", "a")));
		Map<String, Integer> map = new LinkedHashMap<>();
		map.put("b", 2);
		map.put("a", 1);
		assertSameText(map, new TreeMap<>(map), Map.of("a", 1, "b", 2));
		assertSameText(Map.entry("a", 1), new TreeMap<>(Map.of("a", 1)).firstEntry());
		assertSameText(new SimpleKey(List.of(1)), new SimpleKey(new ArrayList<>(List.of(1))));
	}

	@Test
	void givesSqlDatesTheSameTextInEveryTimeZone() {
		assertThat(CacheKeys.toText(timestampWithNanos(7))).isEqualTo("date=java.sql.Timestamp=l1=0i1=7");
		assertThat(CacheKeys.toText(new java.sql.Date(7))).isEqualTo("date=java.sql.Date=l1=7");
	}

	@Test
	void acceptsEnumConstantsWithBodies() {
		assertThat(CacheKeys.toText(Constants.B)).isEqualTo("enum=" + Constants.class.getName() + ".B");
	}

	@Test
	void acceptsToStringOfSuperclass() {
		assertThat(CacheKeys.toText(new Named("x") {
		})).endsWith("=x");
	}

	@Test
	void refusesClassesWithoutToString() {
		assertThatIllegalArgumentException().isThrownBy(() -> CacheKeys.toText(new Nameless()))
			.withMessage("Class '" + Nameless.class.getName() + "' cannot be a cache key: it does not override "
					+ "'toString()', and an identity hash would never hit again; override 'toString()', make it a "
					+ "record, or set a 'key' in the annotation, for example key = \"#argument.id\"");
	}

	@Test
	void refusesElementsWithoutToString() {
		for (Object key : List.of(new SimpleKey("a", new Nameless()), List.of(new Nameless()),
				Map.of(1, new Nameless()), Optional.of(new Nameless()), new Holder(new Nameless()),
				new Object[] { new Object() })) {
			assertThatIllegalArgumentException().isThrownBy(() -> CacheKeys.toText(key))
				.withMessageContaining("cannot be a cache key");
		}
	}

	@Test
	void refusesIdentityHashes() {
		Object key = new Nameless() {

			@Override
			public String toString() {
				return "Key of " + super.toString();
			}

		};
		assertThatIllegalArgumentException().isThrownBy(() -> CacheKeys.toText(key))
			.withMessageContaining("its 'toString()' shows an identity hash");
	}

	@Test
	void refusesClassesMadeAtRunTime() {
		Object proxy = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Runnable.class },
				(self, method, args) -> "text");
		Supplier<String> lambda = () -> "text";
		for (Object key : List.of(proxy, lambda)) {
			assertThatIllegalArgumentException().isThrownBy(() -> CacheKeys.toText(key))
				.withMessageContaining("differs from JVM to JVM");
		}
	}

	@Test
	void refusesCycles() {
		List<Object> cyclic = new ArrayList<>();
		cyclic.add(cyclic);
		Map<String, Object> cyclicMap = new TreeMap<>();
		cyclicMap.put("self", cyclicMap);
		Object[] cyclicArray = new Object[1];
		cyclicArray[0] = cyclicArray;
		for (Object key : List.of(cyclic, cyclicMap, cyclicArray)) {
			assertThatIllegalArgumentException().isThrownBy(() -> CacheKeys.toText(key))
				.withMessageStartingWith("Cache key is nested more than 32 deep or contains itself");
		}
	}

	@Test
	void acceptsKeysNestedAsDeepAsAllowed() {
		assertThat(CacheKeys.toText(nested(CompositeKeys.MAX_DEPTH))).startsWith("list=list");
		assertThatIllegalArgumentException().isThrownBy(() -> CacheKeys.toText(nested(CompositeKeys.MAX_DEPTH + 1)));
	}

	@Test
	void namesRecordComponentThatThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> CacheKeys.toText(new Failing("x")))
			.withMessage("Component 'value' of cache key class '%s' threw an exception", Failing.class.getName())
			.withCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	@SuppressWarnings("NullAway") // what callers without null checks do
	void refusesNull() {
		assertThatIllegalArgumentException().isThrownBy(() -> CacheKeys.toText(null))
			.withMessage("'key' must not be null");
	}

	@Test
	void givesEqualTextToEqualKeysOnly() {
		RandomKeys.Random random = new RandomKeys.Random();
		Map<Object, String> texts = new LinkedHashMap<>();
		Map<String, Object> contents = new LinkedHashMap<>();
		for (int i = 0; i < 100_000; i++) {
			RandomKeys.Key key = RandomKeys.next(random, 3);
			String text = CacheKeys.toText(key.value());
			String known = texts.putIfAbsent(key.content(), text);
			Object holder = contents.putIfAbsent(text, key.content());
			assertThat(known == null || known.equals(text)).as("%s: %s and %s", random, known, text).isTrue();
			assertThat(holder == null || holder.equals(key.content())).as("%s: %s", random, text).isTrue();
		}
		assertThat(texts).as(random::toString).hasSizeBetween(10_000, 99_000);
	}

	private static void assertSameText(Object... keys) {
		assertThat(Stream.of(keys).map(CacheKeys::toText).distinct()).hasSize(1);
	}

	private static Timestamp timestampWithNanos(int nanos) {
		Timestamp timestamp = new Timestamp(0);
		timestamp.setNanos(nanos);
		return timestamp;
	}

	private static Object nested(int depth) {
		return (depth > 0) ? List.of(nested(depth - 1)) : List.of();
	}

	record Isbn(String code, int edition) {
	}

	record OtherIsbn(String code, int edition) {
	}

	record Holder(Object content) {
	}

	record Failing(String value) {

		@Override
		public String value() {
			throw new IllegalStateException("broken");
		}

	}

	enum Constants {

		A,

		B {
			@Override
			public String toString() {
				return "A";
			}
		}

	}

	static class Nameless {

	}

	static class Named {

		private final String name;

		Named(String name) {
			this.name = name;
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
