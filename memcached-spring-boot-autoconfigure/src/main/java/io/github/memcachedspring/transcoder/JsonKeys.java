package io.github.memcachedspring.transcoder;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.Serializers;

/**
 * Map keys whose declared type does not say how to read them: {@code @} and the key as
 * JSON, with its type as everywhere else, as in {@code @["java.lang.Long",5]}. Strings
 * are left as they are, unless they begin with {@code @} or hold lone surrogates.
 */
final class JsonKeys {

	private static final char MARK = '@';

	// Jackson reads names of at most 50,000 bytes; a character takes up to three.
	private static final int MAX_LENGTH = 50_000 / 3;

	// Declared types of keys that Jackson writes as plain text and reads back the same.
	private static final Set<Class<?>> PLAIN = Set.of(Boolean.class, Byte.class, Short.class, Integer.class, Long.class,
			UUID.class);

	private @Nullable ObjectWriter writer;

	private @Nullable ObjectReader reader;

	/** Sets the mapper that the module is part of. */
	void use(JsonMapper mapper) {
		this.writer = mapper.writerFor(Object.class);
		this.reader = mapper.readerFor(Object.class);
	}

	JacksonModule module() {
		return new SimpleModule("memcached-keys") {

			@Override
			public void setupModule(SetupContext context) {
				context.addKeySerializers(new Writers());
				context.addKeyDeserializers((type, config, description) -> (isPlain(type)) ? null : new Reader(type));
			}

		};
	}

	private static boolean isPlain(JavaType type) {
		return PLAIN.contains(type.getRawClass()) || type.isTypeOrSubTypeOf(Enum.class);
	}

	private static <T> T initialized(@Nullable T part) {
		if (part == null) {
			throw new IllegalStateException("The mapper is not set");
		}
		return part;
	}

	private final class Writers implements Serializers {

		@Override
		public @Nullable ValueSerializer<?> findSerializer(SerializationConfig config, JavaType type,
				BeanDescription.Supplier description, JsonFormat.@Nullable Value overrides) {
			return (isPlain(type)) ? null : new Writer();
		}

	}

	private final class Writer extends ValueSerializer<Object> {

		@Override
		public void serialize(Object key, JsonGenerator generator, SerializationContext ctxt) {
			String name = (key instanceof String text && isUnmarked(text)) ? text : MARK + json(key, ctxt);
			if (name.length() > MAX_LENGTH) {
				throw new TranscodingException(
						"A map key of more than %d characters cannot be stored as JSON".formatted(MAX_LENGTH));
			}
			generator.writeName(name);
		}

		// Names cannot hold lone surrogates; values can, as escapes.
		private static boolean isUnmarked(String text) {
			return (text.isEmpty() || text.charAt(0) != MARK) && RawValues.isWellFormed(text);
		}

		private String json(Object key, SerializationContext ctxt) {
			ObjectWriter writer = initialized(JsonKeys.this.writer).withAttribute(JsonTypes.INVOLVED,
					ctxt.getAttribute(JsonTypes.INVOLVED));
			return new String(writer.writeValueAsBytes(key), StandardCharsets.UTF_8);
		}

	}

	private final class Reader extends KeyDeserializer {

		private final Class<?> type;

		Reader(JavaType type) {
			this.type = type.getRawClass();
		}

		@Override
		public Object deserializeKey(String name, DeserializationContext ctxt) {
			Object key = (name.isEmpty() || name.charAt(0) != MARK) ? name
					: initialized(JsonKeys.this.reader).readValue(name.substring(1));
			if (!this.type.isInstance(key)) {
				throw new TranscodingException("A map key is not a '%s'".formatted(this.type.getName()));
			}
			return key;
		}

	}

}
