package io.github.memcachedspring.transcoder;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON that keeps types, with Jackson 3. It uses a mapper of its own, never the
 * application's. Types are written where the declared type does not determine them, and
 * are checked against {@link TrustedTypes} both before they are written and before they
 * are loaded.
 *
 * <p>
 * An object is the state of its fields, whatever its getters compute; {@code transient}
 * fields and what Jackson's annotations exclude are left out. Records, classes with a
 * default constructor and classes with one public constructor whose parameters are named
 * like the fields can be read back. The first value that involves a class is read back at
 * once, so that a class that cannot be read fails when it is written.
 *
 * <p>
 * What comes back is equal to what was stored. Where the class of a JDK type is not
 * public, its public counterpart comes back:
 * <ul>
 * <li>{@code List.of}, {@code Stream.toList}, {@code Arrays.asList}, sublists and the
 * wrappers of {@link java.util.Collections} as {@link java.util.ArrayList}, sets as
 * {@link java.util.LinkedHashSet} or {@link java.util.TreeSet}, maps as
 * {@link java.util.LinkedHashMap} or {@link java.util.TreeMap}; they can be modified</li>
 * <li>{@code Map.entry} as {@link java.util.AbstractMap.SimpleEntry}</li>
 * <li>the sequence of a map's values and {@code Collections.unmodifiableCollection},
 * which are equal to nothing but themselves, as {@link java.util.ArrayList}</li>
 * </ul>
 * What is refused when it is written: sorted collections with a comparator, collections
 * and maps of the application with fields of their own, classes with a field of the same
 * name as one of their superclass (unless Jackson's annotations say how to write them),
 * {@code null} and more than 16,666 characters as a map key, numbers of more than 990
 * digits, objects nested deeper than Jackson's limit of 500 levels (a collection counts
 * as two), and cycles.
 *
 * <p>
 * Classes may change while entries are stored: unknown properties are ignored, absent
 * ones are {@code null}. An absent property of a primitive type fails in a record or
 * constructor, which makes the entry a miss.
 *
 * @since 0.1.0
 */
public final class JsonCodec implements ObjectCodec {

	private final ObjectWriter writer;

	private final ObjectReader reader;

	// Names of the classes that were read back. They are finite: classes that exist.
	private final Set<String> verified = ConcurrentHashMap.newKeySet();

	private JsonCodec(JsonMapper mapper) {
		this.writer = mapper.writerFor(Object.class);
		this.reader = mapper.readerFor(Object.class);
	}

	/**
	 * Creates a codec.
	 * @param trustedTypes the types to store and to read
	 * @param classLoader where types are looked up, or {@code null} for the context class
	 * loader of the thread that creates the codec
	 * @return the codec
	 */
	public static JsonCodec create(TrustedTypes trustedTypes, @Nullable ClassLoader classLoader) {
		return create(trustedTypes, classLoader, (builder) -> {
		});
	}

	/**
	 * Creates a codec with a customized mapper.
	 * @param trustedTypes the types to store and to read
	 * @param classLoader where types are looked up, or {@code null} for the context class
	 * loader of the thread that creates the codec
	 * @param customizer changes the builder of the mapper; how types are written and
	 * checked is set after it and cannot be changed
	 * @return the codec
	 */
	public static JsonCodec create(TrustedTypes trustedTypes, @Nullable ClassLoader classLoader,
			Consumer<JsonMapper.Builder> customizer) {
		JsonTypes types = new JsonTypes(trustedTypes, classLoader);
		JsonKeys keys = new JsonKeys();
		JsonMapper.Builder builder = defaults();
		builder.addModule(JsonValues.module()).addModule(keys.module());
		customizer.accept(builder);
		builder.typeFactory(builder.typeFactory().withClassLoader(types.classLoader()));
		builder.polymorphicTypeValidator(new JsonTypeValidator(trustedTypes));
		builder.setDefaultTyping(new JsonTyping(types));
		JsonMapper mapper = builder.build();
		keys.use(mapper);
		return new JsonCodec(mapper);
	}

	private static JsonMapper.Builder defaults() {
		return JsonMapper.builder()
			.changeDefaultVisibility((checker) -> checker.withFieldVisibility(Visibility.ANY)
				.withGetterVisibility(Visibility.NONE)
				.withIsGetterVisibility(Visibility.NONE)
				.withSetterVisibility(Visibility.NONE))
			.enable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
			.disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE, DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
			.disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING);
	}

	@Override
	public int id() {
		return JSON;
	}

	@Override
	public byte[] encode(Object value) {
		Set<String> involved = new HashSet<>();
		byte[] bytes = write(value, involved);
		if (!this.verified.containsAll(involved)) {
			decode(bytes, 0, bytes.length);
			this.verified.addAll(involved);
		}
		return bytes;
	}

	private byte[] write(Object value, Set<String> involved) {
		try {
			return this.writer.withAttribute(JsonTypes.INVOLVED, involved).writeValueAsBytes(value);
		}
		catch (RuntimeException ex) {
			throw failure("A value of type '%s' cannot be written as JSON".formatted(value.getClass().getName()), ex);
		}
	}

	@Override
	public Object decode(byte[] bytes, int offset, int length) {
		Object value = read(bytes, offset, length);
		if (value == null) {
			throw new TranscodingException("The JSON value is null");
		}
		return value;
	}

	private @Nullable Object read(byte[] bytes, int offset, int length) {
		try {
			return this.reader.readValue(bytes, offset, length);
		}
		catch (RuntimeException ex) {
			throw failure("The JSON value cannot be read", ex);
		}
	}

	// Jackson wraps what is thrown within it.
	private static TranscodingException failure(String message, RuntimeException cause) {
		Throwable current = cause;
		while (current instanceof JacksonException && current.getCause() != null) {
			current = current.getCause();
		}
		return (current instanceof TranscodingException known) ? known : new TranscodingException(message, cause);
	}

}
