package io.github.memcachedspring.transcoder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.memcachedspring.test.Allocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * What Java serialization refuses.
 */
class JdkCodecTests {

	private final ObjectCodec codec = Codecs.jdk();

	private Object read(byte[] bytes) {
		return this.codec.decode(bytes, 0, bytes.length);
	}

	private static byte[] serialize(Object value) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
			stream.writeObject(value);
		}
		return bytes.toByteArray();
	}

	static Stream<Object> untrusted() throws Exception {
		Supplier<String> lambda = (Supplier<String> & Serializable) () -> "a";
		InvocationHandler handler = (InvocationHandler & Serializable) (proxy, method, arguments) -> null;
		Object proxy = Proxy.newProxyInstance(JdkCodecTests.class.getClassLoader(), new Class<?>[] { Comparable.class },
				handler);
		return Stream.of(new GadgetOne(), new ArrayList<>(List.of(new GadgetOne())), List.of(new GadgetOne[0], 1),
				new SampleTypes.Holder(new GadgetOne()), new SampleTypes.Holder(GadgetOne.class), lambda,
				new URL("http://127.0.0.1:1/"), new AtomicInteger(), proxy, new StringBuilder("a"),
				new IllegalStateException("a"));
	}

	@ParameterizedTest
	@MethodSource("untrusted")
	void refusesUntrustedTypeOnBothSides(Object value) throws IOException {
		System.clearProperty(GadgetOne.READ);
		assertThatExceptionOfType(UntrustedTypeException.class).isThrownBy(() -> this.codec.encode(value))
			.withMessageContaining("'memcached.cache.trusted-packages'");
		byte[] stream = serialize(value);
		assertThatExceptionOfType(UntrustedTypeException.class).isThrownBy(() -> read(stream));
		assertThat(System.getProperty(GadgetOne.READ)).isNull();
	}

	@Test
	void doesNotLoadUntrustedType() throws IOException {
		String stream = new String(serialize(new ArrayList<>(List.of(new GadgetOne()))), StandardCharsets.ISO_8859_1);
		byte[] renamed = stream.replace("GadgetOne", "GadgetTwo").getBytes(StandardCharsets.ISO_8859_1);
		byte[] json = "[\"%s\",{}]".formatted(GadgetOne.class.getName().replace("One", "Two"))
			.getBytes(StandardCharsets.UTF_8);
		List<String> asked = new ArrayList<>();
		ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {

			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				asked.add(name);
				return super.loadClass(name, resolve);
			}

		};
		assertThatExceptionOfType(UntrustedTypeException.class)
			.isThrownBy(() -> ObjectCodec.jdk(Codecs.TRUSTED, loader).decode(renamed, 0, renamed.length))
			.satisfies((ex) -> assertThat(ex.getTypeName()).endsWith("GadgetTwo"));
		assertThatExceptionOfType(UntrustedTypeException.class)
			.isThrownBy(() -> JsonCodec.create(Codecs.TRUSTED, loader).decode(json, 0, json.length));
		assertThat(asked).noneMatch((name) -> name.contains("Gadget")).contains("java.util.ArrayList");
		assertThat(System.getProperty("memcached.test.gadget.initialised")).isNull();
	}

	@Test
	void refusesNestedSetsThatWouldTakeMinutes() throws IOException {
		byte[] deep = serialize(nestedSets(100));
		assertThat(deep).hasSizeLessThan(10_000);
		assertTimeoutPreemptively(Duration.ofSeconds(10),
				() -> assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> read(deep))
					.withMessageContaining("depth 20"));
	}

	@Test
	void readsDeepestPermittedNestedSetsInReasonableTime() throws IOException {
		byte[] deep = serialize(nestedSets(18));
		assertTimeoutPreemptively(Duration.ofSeconds(20), () -> read(deep));
	}

	private static Set<Object> nestedSets(int depth) {
		Set<Object> root = new HashSet<>();
		Set<Object> first = root;
		Set<Object> second = new HashSet<>();
		for (int i = 0; i < depth; i++) {
			Set<Object> nextFirst = new HashSet<>();
			Set<Object> nextSecond = new HashSet<>();
			nextFirst.add("foo");
			first.add(nextFirst);
			first.add(nextSecond);
			second.add(nextFirst);
			second.add(nextSecond);
			first = nextFirst;
			second = nextSecond;
		}
		return root;
	}

	@Test
	void depthIsLimitedOnBothSides() throws IOException {
		SampleTypes.Node reasonable = chain(9);
		assertThat(read(this.codec.encode(reasonable))).isEqualTo(reasonable);
		SampleTypes.Node deep = chain(15);
		assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> this.codec.encode(deep))
			.withMessageContaining("depth 20");
		byte[] stream = serialize(deep);
		assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> read(stream));
	}

	private static SampleTypes.Node chain(int length) {
		SampleTypes.Node node = new SampleTypes.Node("leaf", List.of());
		for (int i = 1; i < length; i++) {
			node = new SampleTypes.Node("node", new ArrayList<>(List.of(node)));
		}
		return node;
	}

	@Test
	void widthIsLimited() throws IOException {
		List<SampleTypes.Point> many = Stream.generate(() -> new SampleTypes.Point(1, 2)).limit(90_000).toList();
		assertThat(read(this.codec.encode(many))).isEqualTo(many);
		for (Object value : List.of(new long[1_000_001], new byte[17_000_000],
				Stream.generate(() -> new SampleTypes.Point(1, 2)).limit(110_000).toList())) {
			assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> this.codec.encode(value));
			byte[] stream = serialize(value);
			assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> read(stream));
		}
	}

	@Test
	void lieAboutLengthOfArrayAllocatesNothing() throws IOException {
		byte[] stream = serialize(new long[10]);
		// The length stands before ten numbers of eight bytes.
		stream[stream.length - 84] = 0x7F;
		assertThat(Allocation
			.of(() -> assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> read(stream))))
			.isLessThan(10_000_000);
	}

	@Test
	void namesTypeThatIsNotSerializable() {
		for (Object value : List.of(Optional.of(1), List.of(Optional.empty()), Map.entry(1, 2))) {
			assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> this.codec.encode(value))
				.withMessageMatching(
						"Type 'java.util.(Optional|KeyValueHolder)' cannot be cached with Java serialization; "
								+ "it must implement 'java.io.Serializable'");
		}
	}

	@Test
	void keepsOrderOfSortedMap() {
		TreeMap<String, Object> map = new TreeMap<>(Comparator.reverseOrder());
		map.putAll(Map.of("a", 1, "b", 2));
		assertThat(read(this.codec.encode(map))).hasToString("{b=2, a=1}");
	}

	@Test
	void refusesClassThatDoesNotExistAnyMore() {
		String stream = new String(this.codec.encode(new SampleTypes.Point(1, 2)), StandardCharsets.ISO_8859_1);
		byte[] renamed = stream.replace("$Point", "$Pxint").getBytes(StandardCharsets.ISO_8859_1);
		assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> read(renamed))
			.withCauseInstanceOf(ClassNotFoundException.class);
	}

	@Test
	void looksClassesUpInTheGivenLoader() throws Exception {
		URL classes = SampleTypes.class.getProtectionDomain().getCodeSource().getLocation();
		byte[] stream = this.codec.encode(new SampleTypes.Point(1, 2));
		byte[] json = Codecs.json().encode(new SampleTypes.Point(1, 2));
		try (URLClassLoader restarted = new URLClassLoader(new URL[] { classes },
				getClass().getClassLoader().getParent())) {
			Object fromStream = ObjectCodec.jdk(Codecs.TRUSTED, restarted).decode(stream, 0, stream.length);
			assertThat(fromStream.getClass().getClassLoader()).isSameAs(restarted);
			Object fromJson = JsonCodec.create(Codecs.TRUSTED, restarted).decode(json, 0, json.length);
			assertThat(fromJson.getClass()).isSameAs(fromStream.getClass());
		}
	}

}
