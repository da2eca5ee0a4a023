package io.github.memcachedspring.transcoder;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.BitSet;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

import org.springframework.util.ClassUtils;

/**
 * Values of the JDK that Jackson writes with a loss, or not at all.
 */
final class JsonValues {

	// Jackson reads at most 1,000 digits; a bit is 0.301 of one.
	private static final int MAX_BITS = 3300;

	private JsonValues() {
	}

	static JacksonModule module() {
		SimpleModule module = new SimpleModule("memcached-values");
		add(module, Date.class, (date, out) -> out.writeNumber(date.getTime()), (in) -> new Date(in.getLongValue()));
		add(module, ZonedDateTime.class, (time, out) -> out.writeString(time.toString()),
				(in) -> ZonedDateTime.parse(in.getString()));
		add(module, Locale.class, JsonValues::write, (in) -> Locale.forLanguageTag(in.getString()));
		add(module, BitSet.class, (bits, out) -> out.writeBinary(bits.toByteArray()),
				(in) -> BitSet.valueOf(in.getBinaryValue()));
		module.addSerializer(new Writer<>(BigInteger.class, JsonValues::write));
		module.addSerializer(new Writer<>(BigDecimal.class, JsonValues::write));
		module.addSerializer(new JsonEntries.Writer());
		module.addDeserializer(Map.Entry.class,
				new JsonEntries.Reader<>(Map.Entry.class, AbstractMap.SimpleEntry::new));
		module.addDeserializer(AbstractMap.SimpleEntry.class,
				new JsonEntries.Reader<>(AbstractMap.SimpleEntry.class, AbstractMap.SimpleEntry::new));
		module.addDeserializer(AbstractMap.SimpleImmutableEntry.class, new JsonEntries.Reader<>(
				AbstractMap.SimpleImmutableEntry.class, AbstractMap.SimpleImmutableEntry::new));
		module.addSerializer(new JsonOptionals.Writer());
		module.addDeserializer(Optional.class, new JsonOptionals.Reader());
		if (ClassUtils.isPresent("java.sql.Timestamp", JsonValues.class.getClassLoader())) {
			Sql.addTo(module);
		}
		return module;
	}

	private static <T> void add(SimpleModule module, Class<T> type, BiConsumer<T, JsonGenerator> writer,
			Function<JsonParser, T> reader) {
		module.addSerializer(new Writer<>(type, writer));
		module.addDeserializer(type, new Reader<>(type, reader));
	}

	private static void write(Locale locale, JsonGenerator out) {
		String tag = locale.toLanguageTag();
		if (!Locale.forLanguageTag(tag).equals(locale)) {
			throw new TranscodingException("The locale '%s' has no language tag (BCP 47)".formatted(locale));
		}
		out.writeString(tag);
	}

	private static void write(BigInteger number, JsonGenerator out) {
		requireReadable(number);
		out.writeNumber(number);
	}

	private static void write(BigDecimal number, JsonGenerator out) {
		requireReadable(number.unscaledValue());
		out.writeNumber(number);
	}

	private static void requireReadable(BigInteger number) {
		if (number.bitLength() > MAX_BITS) {
			throw new TranscodingException("A number of more than 1000 digits cannot be stored as JSON");
		}
	}

	/** The module {@code java.sql} may be absent. */
	private static final class Sql {

		static void addTo(SimpleModule module) {
			add(module, java.sql.Date.class, (date, out) -> out.writeNumber(date.getTime()),
					(in) -> new java.sql.Date(in.getLongValue()));
			add(module, java.sql.Time.class, (time, out) -> out.writeNumber(time.getTime()),
					(in) -> new java.sql.Time(in.getLongValue()));
			add(module, java.sql.Timestamp.class, (time, out) -> out.writeString(time.toInstant().toString()),
					(in) -> java.sql.Timestamp.from(Instant.parse(in.getString())));
		}

	}

	private static final class Writer<T> extends StdScalarSerializer<T> {

		private final BiConsumer<T, JsonGenerator> writer;

		Writer(Class<T> type, BiConsumer<T, JsonGenerator> writer) {
			super(type);
			this.writer = writer;
		}

		@Override
		public void serialize(T value, JsonGenerator generator, SerializationContext ctxt) {
			this.writer.accept(value, generator);
		}

	}

	private static final class Reader<T> extends StdScalarDeserializer<T> {

		private final Function<JsonParser, T> reader;

		Reader(Class<T> type, Function<JsonParser, T> reader) {
			super(type);
			this.reader = reader;
		}

		@Override
		public T deserialize(JsonParser parser, DeserializationContext ctxt) {
			return this.reader.apply(parser);
		}

	}

}
