package io.github.memcachedspring.transcoder;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.memcachedspring.transcoder.SampleTypes.Book;
import io.github.memcachedspring.transcoder.SampleTypes.Circle;
import io.github.memcachedspring.transcoder.SampleTypes.Colour;
import io.github.memcachedspring.transcoder.SampleTypes.Operation;
import io.github.memcachedspring.transcoder.SampleTypes.Page;
import io.github.memcachedspring.transcoder.SampleTypes.Point;
import io.github.memcachedspring.transcoder.SampleTypes.Square;

/**
 * Values as caches hold them, with the class that comes back.
 */
final class Samples {

	private Samples() {
	}

	/**
	 * A value.
	 *
	 * @param name what it is
	 * @param value the value
	 * @param asJson the class that comes back from JSON
	 * @param serializable whether Java serialization takes it
	 */
	record Sample(String name, @Nullable Object value, @Nullable Class<?> asJson, boolean serializable) {

		Sample becoming(Class<?> type) {
			return new Sample(this.name, this.value, type, this.serializable);
		}

		Sample notSerializable() {
			return new Sample(this.name, this.value, this.asJson, false);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	private static Sample sample(String name, @Nullable Object value) {
		return new Sample(name, value, (value != null) ? value.getClass() : null, true);
	}

	private static Sample sample(Object value) {
		return sample(value.getClass().getSimpleName() + " " + value, value);
	}

	static Stream<Sample> all() {
		return Stream.of(raw(), numbers(), times(), plain(), lists(), setsAndMaps(), keys(), arrays(), application())
			.flatMap((samples) -> samples);
	}

	static Stream<Sample> raw() {
		return Stream.of(sample("null", null), sample("empty string", ""), sample("text"), sample("grüße 😀 \u0000"),
				sample("lone high surrogate", "a\uD800b"), sample("lone low surrogate", "\uDC00"),
				sample("surrogates swapped", "\uDC00\uD800"), sample("trailing surrogate", "abc\uD83D"),
				sample("bytes", new byte[] { 0, 1, -1 }), sample("no bytes", new byte[0]), sample(true), sample(false),
				sample((byte) -7), sample((short) -300), sample('ß'), sample('\uD800'), sample(42),
				sample(Integer.MIN_VALUE), sample(5L), sample(Long.MIN_VALUE), sample(1.5f), sample(Float.NaN),
				sample(-0.0d), sample(Double.NEGATIVE_INFINITY), sample(Double.MIN_VALUE),
				sample("long text", "0123456789".repeat(10_000)));
	}

	static Stream<Sample> numbers() {
		return Stream.of(sample(new BigDecimal("1.00")), sample(new BigDecimal("-1E+3")),
				sample(new BigDecimal("1E-400")), sample(new BigInteger("9".repeat(900))), sample(BigInteger.ZERO),
				sample("numbers of all types",
						new ArrayList<>(Arrays.asList((byte) 1, (short) 2, 3, 4L, 5f, 6d, Float.NaN, Double.NaN,
								Double.POSITIVE_INFINITY, 'c', true, new BigDecimal("1.00"), BigInteger.TWO, null, "",
								new BigDecimal("1.0E+2"), 1e300, Long.MAX_VALUE, Float.MIN_VALUE))));
	}

	static Stream<Sample> times() {
		ZonedDateTime berlin = ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 123_456_789, ZoneId.of("Europe/Berlin"));
		return Stream.of(sample(Instant.ofEpochSecond(1, 999_999_999)), sample(Instant.EPOCH), sample(Instant.MAX),
				sample(Instant.MIN), sample(LocalDate.of(-5, 1, 2)), sample(LocalDate.MAX), sample(LocalTime.MAX),
				sample(LocalTime.of(1, 2)), sample(LocalDateTime.MIN), sample(LocalDateTime.of(2020, 1, 1, 0, 0)),
				sample(berlin), sample(berlin.withLaterOffsetAtOverlap()),
				sample(berlin.withZoneSameInstant(ZoneOffset.UTC)),
				sample(berlin.withZoneSameInstant(ZoneId.of("UTC+3"))), sample(berlin.toOffsetDateTime()),
				sample(OffsetDateTime.parse("2020-01-01T00:00:00.000000001-11:30")), sample(OffsetDateTime.MAX),
				sample(OffsetTime.parse("10:15:30+01:00")), sample(Duration.ofNanos(-1)),
				sample(Duration.ofSeconds(Long.MAX_VALUE, 1)), sample(Period.of(1, -2, 30)), sample(Year.of(2026)),
				sample(Year.of(-44)), sample(YearMonth.of(2026, 2)), sample(MonthDay.of(2, 29)),
				sample(DayOfWeek.FRIDAY), sample(ZoneId.of("America/New_York")), sample(ZoneOffset.ofHours(5)),
				sample(new Date(1234567890123L)), sample(new Date(Long.MIN_VALUE)), sample(new java.sql.Date(77)),
				sample(new java.sql.Time(99)), sample(java.sql.Timestamp.from(Instant.ofEpochSecond(5, 123_456_789))),
				sample("times within", new SampleTypes.Times(berlin, berlin)),
				sample("times within any", new SampleTypes.Times(berlin, List.of(berlin.toOffsetDateTime())))
					.becoming(SampleTypes.Times.class));
	}

	static Stream<Sample> plain() {
		BitSet bits = new BitSet();
		bits.set(3);
		bits.set(200);
		return Stream.of(sample(new UUID(1, 2)), sample(Locale.GERMANY), sample(Locale.ROOT),
				sample(Locale.forLanguageTag("zh-Hant-TW")), sample(Currency.getInstance("EUR")),
				sample(URI.create("http://a.b/c?d=e#f")), sample(bits), sample("no bits", new BitSet()),
				sample(Optional.of("x")).notSerializable(), sample(Optional.of(5L)).notSerializable(),
				sample(Optional.empty()).notSerializable(), sample(Optional.of(new Point(1, 2))).notSerializable(),
				sample(Optional.of(List.of(1L))).notSerializable(), sample(OptionalInt.of(3)).notSerializable(),
				sample(OptionalLong.of(3)).notSerializable(), sample(OptionalLong.empty()).notSerializable(),
				sample(OptionalDouble.of(1.5)).notSerializable(),
				sample("Map.entry", Map.entry("a", 1L)).becoming(AbstractMap.SimpleEntry.class).notSerializable(),
				sample("SimpleEntry", new AbstractMap.SimpleEntry<>(new Point(1, 2), null)),
				sample("SimpleImmutableEntry",
						new AbstractMap.SimpleImmutableEntry<>(5L, new Circle(new Point(1, 1), 2))),
				sample("entries", List.of(Map.entry(1L, 2L), Map.entry("a", List.of()))).becoming(ArrayList.class)
					.notSerializable());
	}

	static Stream<Sample> lists() {
		List<Object> mixed = new ArrayList<>(Arrays.asList(1, 2L, "x", null, new Point(1, 2), List.of(), Colour.RED));
		return Stream.of(sample("ArrayList", mixed), sample("empty ArrayList", new ArrayList<>()),
				sample("LinkedList", new LinkedList<>(mixed)), sample("Vector", new Vector<>(mixed)),
				sample("CopyOnWriteArrayList", new CopyOnWriteArrayList<>(mixed)),
				sample("List.of()", List.of()).becoming(ArrayList.class),
				sample("List.of(1)", List.of(1L)).becoming(ArrayList.class),
				sample("List.of(3)", List.of(1L, 2, "c")).becoming(ArrayList.class),
				sample("List.of.subList", List.of(1L, 2, "c", 4).subList(1, 3)).becoming(ArrayList.class)
					.notSerializable(),
				sample("toList", Stream.of(new Point(1, 2)).toList()).becoming(ArrayList.class),
				sample("unmodifiableList", Collections.unmodifiableList(mixed)).becoming(ArrayList.class),
				sample("unmodifiable LinkedList", Collections.unmodifiableList(new LinkedList<>(mixed)))
					.becoming(ArrayList.class),
				sample("synchronizedList", Collections.synchronizedList(mixed)).becoming(ArrayList.class),
				sample("emptyList", Collections.emptyList()).becoming(ArrayList.class),
				sample("singletonList", Collections.singletonList(new Point(1, 2))).becoming(ArrayList.class),
				sample("asList", Arrays.asList(1L, null)).becoming(ArrayList.class),
				sample("subList", mixed.subList(1, 3)).becoming(ArrayList.class).notSerializable(),
				sample("nested lists", List.of(List.of(List.of(1L)), List.of())).becoming(ArrayList.class));
	}

	static Stream<Sample> setsAndMaps() {
		Map<String, Object> ordered = new LinkedHashMap<>();
		ordered.put("z", 1L);
		ordered.put("a", new Point(1, 2));
		ordered.put("", null);
		ordered.put("@class", "x");
		ordered.put("@", "y");
		EnumMap<Colour, Object> enums = new EnumMap<>(Colour.class);
		enums.put(Colour.GREEN, new Point(1, 2));
		enums.put(Colour.BLUE, 7L);
		return Stream.of(sample("HashSet", new HashSet<>(Arrays.asList(1L, 2, "c", null, Colour.RED))),
				sample("LinkedHashSet", new LinkedHashSet<>(List.of("z", "a", 3L))),
				sample("TreeSet", new TreeSet<>(List.of(5L, 2L))),
				sample("EnumSet", EnumSet.of(Colour.RED, Colour.BLUE)),
				sample("empty EnumSet", EnumSet.noneOf(Colour.class)),
				sample("EnumSet of bodies", EnumSet.allOf(Operation.class)),
				sample("Set.of", Set.of(1L, "b", Colour.RED)).becoming(LinkedHashSet.class),
				sample("Set.of()", Set.of()).becoming(LinkedHashSet.class),
				sample("emptySet", Collections.emptySet()).becoming(LinkedHashSet.class),
				sample("singleton", Collections.singleton(1L)).becoming(LinkedHashSet.class),
				sample("unmodifiableSet", Collections.unmodifiableSet(new HashSet<>(Set.of(1L))))
					.becoming(LinkedHashSet.class),
				sample("unmodifiableSortedSet", Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(1L))))
					.becoming(TreeSet.class),
				sample("concurrent set", ConcurrentHashMap.newKeySet()).becoming(LinkedHashSet.class),
				sample("keySet", ordered.keySet()).becoming(LinkedHashSet.class).notSerializable(),
				sample("LinkedHashMap", ordered), sample("HashMap", new HashMap<>(ordered)),
				sample("TreeMap", new TreeMap<>(Map.of("b", 1L, "a", 2))),
				sample("ConcurrentHashMap", new ConcurrentHashMap<>(Map.of("b", 1L))),
				sample("ConcurrentSkipListMap", new ConcurrentSkipListMap<>(Map.of("b", 1L))), sample("EnumMap", enums),
				sample("empty EnumMap", new EnumMap<>(Colour.class)),
				sample("Map.of", Map.of("a", 1L, "b", List.of())).becoming(LinkedHashMap.class),
				sample("Map.of()", Map.of()).becoming(LinkedHashMap.class),
				sample("emptyMap", Collections.emptyMap()).becoming(LinkedHashMap.class),
				sample("singletonMap", Collections.singletonMap("a", 1L)).becoming(LinkedHashMap.class),
				sample("unmodifiableMap", Collections.unmodifiableMap(ordered)).becoming(LinkedHashMap.class),
				sample("unmodifiableSortedMap", Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("a", 1L))))
					.becoming(TreeMap.class),
				sample("ArrayList of map", new ArrayList<>(List.of(ordered))));
	}

	static Stream<Sample> keys() {
		Map<Object, Object> all = new LinkedHashMap<>();
		for (Object key : List.of(1, 1L, (short) 1, (byte) 1, 1.5f, 1.5d, true, 'c', "1", "@1", "@[]", "", Colour.RED,
				Operation.PLUS, new UUID(1, 2), new BigDecimal("1.00"), BigInteger.ONE, LocalDate.of(2020, 1, 1),
				Instant.EPOCH, ZonedDateTime.parse("2020-01-01T00:00+01:00[Europe/Berlin]"), Duration.ofSeconds(1),
				YearMonth.of(2020, 1), new Date(1), Locale.GERMANY, URI.create("a:b"), new Point(1, 2),
				new Circle(new Point(1, 2), 3), new ArrayList<>(List.of(1L, "a")), Map.of(2L, "x"))) {
			all.put(key, key.toString());
		}
		return Stream.of(sample("keys of all types", all).becoming(LinkedHashMap.class),
				sample("Map<Long, String>", new HashMap<>(Map.of(1L, "a", 2L, "b"))),
				sample("Map<Integer, Long>", Map.of(1, 2L)).becoming(LinkedHashMap.class),
				sample("TreeMap<Long, Point>", new TreeMap<>(Map.of(5L, new Point(1, 2), 10L, new Point(2, 3)))),
				sample("map of maps", new HashMap<>(Map.of(1L, Map.of(2L, Map.of(Colour.RED, 3L))))),
				sample("declared keys", new SampleTypes.Maps(Map.of(1L, "a"), Map.of(Colour.RED, new Point(1, 1)),
						Map.of(new Point(1, 2), "b"), Map.of(LocalDate.MIN, List.of(new Point(3, 4))),
						Map.of(1, "a", 2L, "b"), List.of(Map.of(3L, new Point(1, 1))), Map.of(1, Map.of(2L, "c")))));
	}

	static Stream<Sample> arrays() {
		return Stream.of(sample("int[]", new int[] { 1, 2 }), sample("long[]", new long[] { Long.MIN_VALUE }),
				sample("short[]", new short[] { 1 }), sample("float[]", new float[] { 1.5f, Float.NaN }),
				sample("double[]", new double[] { 0.1 }), sample("boolean[]", new boolean[] { true }),
				sample("char[]", new char[] { 'a', 'ß' }), sample("String[]", new String[] { "a", null }),
				sample("Long[]", new Long[] { 1L, null }),
				sample("Object[]", new Object[] { 1L, "a", new Point(1, 2), null }),
				sample("Point[]", new Point[] { new Point(1, 2), null }), sample("Colour[]", Colour.values()),
				sample("Shape[]", new SampleTypes.Shape[] { new Circle(new Point(1, 1), 1) }),
				sample("int[][]", new int[][] { { 1 }, {}, { 2, 3 } }),
				sample("byte[][]", new byte[][] { { 1 }, { 2 } }),
				sample("String[][]", new String[][] { { "a" }, null }),
				sample("Object[][]", new Object[][] { { 1L, "b" }, { new Point(1, 2) } }),
				sample("Point[][]", new Point[][] { { new Point(1, 2) } }),
				sample("List[]", new List<?>[] { new ArrayList<>(List.of(1L)) }),
				sample("array of arrays", new Object[] { new int[] { 1 }, new byte[] { 2 } }),
				sample("arrays within",
						new SampleTypes.Arrays(new int[] { 1 }, new int[][] { { 1 }, { 2 } },
								new Point[] { new Point(1, 2) }, new Object[] { 1L, new int[] { 1 } },
								new SampleTypes.Shape[][] { { new Circle(new Point(1, 1), 1) } }, new byte[] { 1 },
								new String[] { "a" }, new char[] { 'a' })));
	}

	static Stream<Sample> application() {
		Book book = new Book("Dune", new BigDecimal("9.90"), LocalDate.of(1965, 8, 1), List.of("sf", "@classic"));
		Circle circle = new Circle(new Point(1, 2), 0.5);
		Square square = new Square(new Point(3, 4), 2);
		EnumMap<Colour, SampleTypes.Shape> map = new EnumMap<>(Map.of(Colour.RED, circle));
		Collection<Object> values = new ArrayDeque<>(List.of(1L, "a"));
		return Stream.of(sample("record", book),
				sample("record with null", new Book("A", null, LocalDate.MIN, List.of())),
				sample("page of records", new Page<>(List.of(book, book), 2)),
				sample("page of pages", new Page<>(List.of(new Page<>(List.of(circle), 1)), 1)),
				sample("list of pages", List.of(new Page<>(List.of(1L), 1))).becoming(ArrayList.class),
				sample("records in record", new SampleTypes.Line(new Point(1, 2), new Point(3, 4), Colour.GREEN)),
				sample("sealed", circle), sample("list of sealed", List.of(circle, square)).becoming(ArrayList.class),
				sample("drawing", new SampleTypes.Drawing(circle, List.of(square, circle), Map.of("s", square))),
				sample("enum", Colour.RED), sample("enum with body", Operation.PLUS),
				sample("enums",
						new SampleTypes.Enums(map, EnumSet.of(Colour.RED), Set.of(Operation.PLUS), Operation.MINUS,
								Colour.values())),
				sample("holder of long", new SampleTypes.Holder(5L)),
				sample("holder of null", new SampleTypes.Pair<>(null, Optional.empty())).notSerializable(),
				sample("holder of record", new SampleTypes.Holder(book)),
				sample("holder of map", new SampleTypes.Holder(Map.of(5L, circle))),
				sample("pair", new SampleTypes.Pair<>(5L, List.of(new SampleTypes.Pair<>('c', 1.5f)))),
				sample("optionals",
						new SampleTypes.Optionals(Optional.of(new Point(1, 2)), Optional.of(Map.of(1L, "a")),
								Optional.of(2L), Optional.empty()))
					.notSerializable(),
				sample("interfaces",
						new SampleTypes.Interfaces(5L, 7L, "text", new Point(1, 2), List.of(new Point(1, 2)),
								new TreeSet<>(Set.of(3)), Map.entry("a", 1L), Map.entry(new Point(1, 2), circle)))
					.notSerializable(),
				sample("class", new SampleTypes.Person("A", new SampleTypes.Employee("B", 5), 6, "x")),
				sample("subclass", new SampleTypes.Employee("C", 7)),
				sample("immutable class", new SampleTypes.Immutable("a", List.of(1L, 2L))),
				sample("annotated", new SampleTypes.AnnotatedLeaf(3)),
				sample("owner of annotated", new SampleTypes.AnnotatedOwner(new SampleTypes.AnnotatedLeaf(4))),
				sample("list of classes", new ArrayList<>(List.of(new SampleTypes.Employee("C", 7)))),
				sample("iterable record", new SampleTypes.Basket(List.of(new Point(1, 2)), "a")),
				sample("box of long", new SampleTypes.Box<>(5L)), sample("box of float", new SampleTypes.Box<>(1.5f)),
				sample("long box", new SampleTypes.LongBox(5L)), sample("own list", new SampleTypes.Names()),
				sample("nested generics",
						new SampleTypes.Nested(List.of(circle), Optional.of(List.of(square)),
								List.of(Optional.of(5L), Optional.empty()), Map.of("a", Optional.of(circle)),
								Optional.of(Colour.RED), Optional.of(Operation.PLUS), Set.of(Set.of(5L)),
								new SampleTypes.LongBox(3L), Optional.of(Optional.of(5L))))
					.notSerializable(),
				sample("primitives",
						new SampleTypes.Primitives(Long.MIN_VALUE, Double.NaN, Float.POSITIVE_INFINITY, '\uD800', true,
								(byte) -1, (short) -5, 3L, 'x', -0.0)),
				sample("queue", new SampleTypes.Pair<>(new LinkedList<>(values), 1)));
	}

}
