package io.github.memcachedspring.transcoder;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the JSON looks like, what is refused, and what a change of classes does.
 */
class JsonCodecTests {

	private final ObjectCodec codec = Codecs.json();

	private String write(Object value) {
		return new String(this.codec.encode(value), StandardCharsets.UTF_8);
	}

	private Object read(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		return this.codec.decode(bytes, 0, bytes.length);
	}

	private static String name(Class<?> type) {
		return type.getName();
	}

	@Test
	void writesTypesOnlyWhereTheyAreNotDeclared() {
		assertThat(write(
				new SampleTypes.Line(new SampleTypes.Point(1, 2), new SampleTypes.Point(3, 4), SampleTypes.Colour.RED)))
			.isEqualTo("{\"@class\":\"%s\",\"from\":{\"x\":1,\"y\":2},\"to\":{\"x\":3,\"y\":4},\"colour\":\"RED\"}"
				.formatted(name(SampleTypes.Line.class)));
		assertThat(write(Map.of(5L, "a")))
			.isEqualTo("{\"@class\":\"java.util.LinkedHashMap\",\"@[\\\"java.lang.Long\\\",5]\":\"a\"}");
		assertThat(write(Map.of("@a", 1))).isEqualTo("{\"@class\":\"java.util.LinkedHashMap\",\"@\\\"@a\\\"\":1}");
	}

	@Test
	void decodesWithinLargerArray() {
		byte[] bytes = "xx[\"java.util.ArrayList\",[1]]yy".getBytes(StandardCharsets.UTF_8);
		assertThat(this.codec.decode(bytes, 2, bytes.length - 4)).isEqualTo(List.of(1));
	}

	@Test
	void manyThreadsMayShareIt() throws Exception {
		List<Samples.Sample> samples = Samples.application().toList();
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Callable<Object>> tasks = samples.stream()
				.flatMap((sample) -> Stream.generate(() -> sample).limit(20))
				.map((sample) -> (Callable<Object>) () -> read(write(Objects.requireNonNull(sample.value()))))
				.toList();
			List<Future<Object>> results = threads.invokeAll(tasks);
			for (int i = 0; i < results.size(); i++) {
				assertThat(results.get(i).get()).isEqualTo(samples.get(i / 20).value());
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	// Types

	static Stream<Object> untrusted() {
		return Stream.of(new GadgetOne(), List.of(new GadgetOne()), Map.of("a", new GadgetOne()),
				Map.of(new GadgetOne(), "a"), new SampleTypes.Holder(new GadgetOne()), List.of(new GadgetOne[0], 1),
				Optional.of(new GadgetOne()), Map.entry("a", new GadgetOne()), new AtomicInteger(), new Object(),
				new IdentityHashMap<>(), new SampleTypes.Holder(Thread.State.NEW), new StringBuilder());
	}

	@ParameterizedTest
	@MethodSource("untrusted")
	void refusesToWriteUntrustedTypeAndNamesTheProperty(Object value) {
		assertThatExceptionOfType(UntrustedTypeException.class).isThrownBy(() -> this.codec.encode(value))
			.withMessageContaining("'memcached.cache.trusted-packages'")
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("'" + ex.getTypeName() + "'"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.context.support.FileSystemXmlApplicationContext",
			"org.springframework.context.support.ClassPathXmlApplicationContext", "javax.script.ScriptEngineManager",
			"com.sun.rowset.JdbcRowSetImpl", "java.net.URL", "java.util.logging.FileHandler", "java.lang.Class",
			"java.lang.ProcessBuilder", "org.apache.xalan.xsltc.trax.TemplatesImpl",
			"io.github.memcachedspring.transcoder.GadgetTwo", "does.not.Exist" })
	void refusesGadgetsWhereverTheyStandBeforeTheyAreLoaded(String gadget) {
		String owner = "{\"@class\":\"%s\",\"annotated\":%s}";
		for (String json : List.of("[\"%s\",\"http://127.0.0.1:1/\"]", "[\"%s\",{}]", "{\"@class\":\"%s\",\"a\":1}",
				"{\"a\":1,\"@class\":\"%s\"}", "[\"java.util.ArrayList\",[[\"%s\",\"x\"]]]",
				"[\"java.util.ArrayList\",[{\"@class\":\"%s\"}]]",
				"{\"@class\":\"java.util.HashMap\",\"a\":[\"%s\",\"x\"]}",
				"{\"@class\":\"java.util.HashMap\",\"@[\\\"%s\\\",\\\"x\\\"]\":1}", "[\"java.util.EnumSet<%s>\",[]]",
				"{\"@class\":\"java.util.EnumMap<%s>\"}", "[\"[L%s;\",[]]", "[\"[[L%s;\",[]]",
				"[\"java.util.Optional\",[[\"%s\",{}]]]", "[\"java.util.AbstractMap$SimpleEntry\",[[\"%s\",{}],1]]",
				"{\"@class\":\"" + name(SampleTypes.Holder.class) + "\",\"value\":[\"%s\",\"x\"]}",
				owner.formatted(name(SampleTypes.AnnotatedOwner.class), "{\"kind\":\"%s\"}"),
				owner.formatted(name(SampleTypes.AnnotatedOwner.class), "{\"kind\":\"%s<java.lang.String>\"}"))) {
			assertThatExceptionOfType(UntrustedTypeException.class).as(json)
				.isThrownBy(() -> read(json.formatted(gadget)))
				.satisfies((ex) -> assertThat(ex.getTypeName()).contains(gadget));
		}
		assertThat(System.getProperty("memcached.test.gadget.initialised")).isNull();
	}

	@Test
	void refusesGadgetAsParameterOfTrustedType() {
		for (String container : List.of("java.util.ArrayList", "java.util.EnumSet", name(SampleTypes.Page.class))) {
			assertThatExceptionOfType(TranscodingException.class)
				.isThrownBy(() -> read("[\"%s<%s>\",[]]".formatted(container, name(SampleTypes.class) + "X")));
			assertThatExceptionOfType(TranscodingException.class)
				.isThrownBy(() -> read("{\"@class\":\"%s\",\"annotated\":{\"kind\":\"%s<%s>\"}}".formatted(
						name(SampleTypes.AnnotatedOwner.class), container,
						"io.github.memcachedspring.transcoder.GadgetTwo")));
		}
		assertThat(System.getProperty("memcached.test.gadget.initialised")).isNull();
	}

	@Test
	void refusesTypeThatDoesNotFitDeclaredOne() {
		String json = "{\"@class\":\"%s\",\"main\":{\"@class\":\"%s\",\"x\":1,\"y\":2},\"others\":null,\"named\":null}"
			.formatted(name(SampleTypes.Drawing.class), name(SampleTypes.Point.class));
		assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> read(json))
			.withMessageContaining("is not a");
		String keys = write(new HashMap<>(Map.of(1L, 2L)));
		String maps = "{\"@class\":\"%s\",\"byPoint\":%s}".formatted(name(SampleTypes.Maps.class), keys);
		assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> read(maps))
			.withMessageContaining("map key");
	}

	@Test
	void customizerCannotOpenTheTypes() {
		ObjectCodec customized = JsonCodec.create(Codecs.TRUSTED, null, (builder) -> builder
			.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
					DefaultTyping.NON_FINAL)
			.changeDefaultPropertyInclusion((value) -> value.withValueInclusion(JsonInclude.Include.NON_NULL)));
		byte[] gadget = "[\"java.net.URL\",\"http://a\"]".getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(UntrustedTypeException.class)
			.isThrownBy(() -> customized.decode(gadget, 0, gadget.length));
		assertThat(new String(customized.encode(new SampleTypes.Person("A", null, 1)), StandardCharsets.UTF_8))
			.doesNotContain("friend");
	}

	// What cannot be read back

	static Stream<Object> unreadable() {
		Map<Object, Object> nullKey = new HashMap<>();
		nullKey.put(null, 1);
		List<Object> cycle = new ArrayList<>();
		cycle.add(cycle);
		List<Object> deep = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			deep = new ArrayList<>(List.of(deep));
		}
		return Stream.of(Stream.of(1), new SampleTypes.Named(), List.of(new SampleTypes.Shadowing()),
				SampleTypes.Unreadable.create(), List.of(SampleTypes.Unreadable.create()),
				new ArrayList<>(List.of("x")) {
				}, nullKey, cycle, deep, new TreeMap<>(Comparator.reverseOrder()),
				new TreeSet<>(String.CASE_INSENSITIVE_ORDER), new TreeMap<>(Map.of(1, 2)).descendingMap(),
				new PriorityQueue<Integer>(Comparator.reverseOrder()), new BigInteger("9".repeat(1001)),
				new BigDecimal("9".repeat(1001)), Map.of("x".repeat(50_000), 1), Map.of("ß€".repeat(10_000), 1),
				new Locale("x y", "z"),
				Collections.unmodifiableSortedMap(new TreeMap<String, String>(Comparator.reverseOrder())));
	}

	@ParameterizedTest
	@MethodSource("unreadable")
	void refusesToWriteWhatCouldNotBeReadBack(Object value) {
		assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> this.codec.encode(value));
		assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> this.codec.encode(value));
	}

	@Test
	void numberOf1000DigitsIsReadBack() {
		BigDecimal number = new BigDecimal("1." + "9".repeat(990));
		assertThat(read(write(number))).isEqualTo(number);
	}

	@Test
	void longKeysAndLoneSurrogatesAreReadBack() {
		for (Object value : List.of(List.of("a\uD800"), Map.of("a\uDC00b", 1), Map.of("\uD83D", "\uDC00\uD800"),
				Map.of("€".repeat(16_000), 1), Map.of("@" + "ß".repeat(16_000), 1))) {
			assertThat(read(write(value))).isEqualTo(value);
		}
		SampleTypes.Drawing declared = new SampleTypes.Drawing(new SampleTypes.Circle(new SampleTypes.Point(1, 2), 3),
				List.of(), Map.of("\uDC00", new SampleTypes.Circle(new SampleTypes.Point(1, 2), 3)));
		assertThat(read(write(declared))).isEqualTo(declared);
	}

	@Test
	void queuesKeepTheirOrder() {
		assertThat(new ArrayList<Object>((ArrayDeque<?>) read(write(new ArrayDeque<>(List.of(3L, "a", 1))))))
			.containsExactly(3L, "a", 1);
		assertThat(((PriorityQueue<?>) read(write(new PriorityQueue<>(List.of(3L, 1L))))).poll()).isEqualTo(1L);
		Object values = read(write(new TreeMap<>(Map.of(1, "a", 2, "b")).values()));
		assertThat(values).isEqualTo(List.of("a", "b"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "{}", "[]", "{\"a\":1}", "[\"java.util.ArrayList\",[1]] 2",
			"[\"java.util.ArrayList\",[1]", "[\"java.util.ArrayList\"]", "[\"java.util.Optional\",[1,2]]",
			"[\"java.util.AbstractMap$SimpleEntry\",[1]]", "[\"java.util.EnumSet\",[]]", "[\"java.util.List\",[]]",
			"[\"java.util.EnumSet<java.lang.String>\",[]]", "[\"java.util.EnumMap<>\",[]]", "[\"[\",[]]",
			"[\"java.util.KeyValueHolder\",{}]", "[\"java.util.ImmutableCollections$ListN\",{}]" })
	void refusesWhatIsNoValueOfThisCodec(String json) {
		Transcoder transcoder = Transcoder.of(this.codec, Compression.none());
		EncodedEntry entry = transcoder.read(
				Envelope.wrap(EntryHeader.of(1, 2, 3), ObjectCodec.JSON, false, json.getBytes(StandardCharsets.UTF_8)));
		assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> transcoder.decode(entry));
	}

	@Test
	void refusesDeepAndLongPayloads() {
		for (String json : List.of("[".repeat(10_000), "[\"java.util.ArrayList\",[".repeat(10_000),
				"{\"@class\":\"java.util.HashMap\",\"a\":".repeat(10_000),
				"[\"java.math.BigInteger\"," + "9".repeat(100_000) + "]",
				"[\"java.math.BigDecimal\"," + "9".repeat(100_000) + "]", "9".repeat(100_000),
				"[\"java.time.Duration\"," + "9".repeat(100_000) + "]")) {
			assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> read(json));
		}
	}

	// Evolution

	record BookA(String title, int pages, String gone, List<SampleTypes.Point> points) {
	}

	record BookB(String title, int pages, @Nullable String added, List<SampleTypes.Point> points,
			Optional<String> subtitle) {
	}

	record BookC(String title, int pages, int copies) {
	}

	@Test
	void readsOlderAndNewerShapesOfAClass() {
		ObjectCodec books = JsonCodec.create(Codecs.TRUSTED.withClasses(JsonCodecTests.class), null);
		byte[] stored = books.encode(new BookA("Dune", 600, "x", List.of(new SampleTypes.Point(1, 2))));
		assertThat(readAs(books, stored, "BookB"))
			.isEqualTo(new BookB("Dune", 600, null, List.of(new SampleTypes.Point(1, 2)), Optional.empty()));
		byte[] newer = books.encode(new BookB("Dune", 600, "y", List.of(), Optional.of("z")));
		assertThat(new String(newer, StandardCharsets.UTF_8)).contains("BookB");
		assertThatExceptionOfType(TranscodingException.class).as("absent primitive")
			.isThrownBy(() -> readAs(books, stored, "BookC"));
		assertThatExceptionOfType(TranscodingException.class).as("absent class")
			.isThrownBy(() -> readAs(books, stored, "BookD"))
			.withMessageContaining("does not exist");
	}

	private static Object readAs(ObjectCodec codec, byte[] stored, String name) {
		byte[] renamed = new String(stored, StandardCharsets.UTF_8).replaceAll("Book[A-Z]", name)
			.getBytes(StandardCharsets.UTF_8);
		return codec.decode(renamed, 0, renamed.length);
	}

	@Test
	void classGainsAndLosesFields() {
		String json = write(new SampleTypes.Person("A", null, 5, "n"));
		assertThat(read(json.replace("\"secret\":5", "\"other\":[1,2]")))
			.isEqualTo(new SampleTypes.Person("A", null, 0, "n"));
	}

	@Test
	void emptyEnumMapOfDeclaredTypeIsReadBack() {
		SampleTypes.Enums enums = new SampleTypes.Enums(new EnumMap<>(SampleTypes.Colour.class),
				java.util.EnumSet.noneOf(SampleTypes.Colour.class), java.util.Set.of(), SampleTypes.Operation.PLUS,
				new SampleTypes.Colour[0]);
		assertThat(read(write(enums))).isEqualTo(enums);
	}

}
