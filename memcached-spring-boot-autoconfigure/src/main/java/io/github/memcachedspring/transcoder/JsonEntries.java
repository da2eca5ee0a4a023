package io.github.memcachedspring.transcoder;

import java.util.Map;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Entries of maps as values: an array of the key and the value, both with their types.
 */
final class JsonEntries {

	private JsonEntries() {
	}

	static final class Writer extends StdSerializer<Map.Entry<?, ?>> {

		Writer() {
			super(Map.Entry.class);
		}

		@Override
		public void serialize(Map.Entry<?, ?> entry, JsonGenerator generator, SerializationContext ctxt) {
			generator.writeStartArray();
			JsonTyping.write(entry.getKey(), generator, ctxt);
			JsonTyping.write(entry.getValue(), generator, ctxt);
			generator.writeEndArray();
		}

		@Override
		public void serializeWithType(Map.Entry<?, ?> entry, JsonGenerator generator, SerializationContext ctxt,
				TypeSerializer type) {
			WritableTypeId id = type.writeTypePrefix(generator, ctxt,
					type.typeId(entry, JsonToken.VALUE_EMBEDDED_OBJECT));
			serialize(entry, generator, ctxt);
			type.writeTypeSuffix(generator, ctxt, id);
		}

	}

	static final class Reader<T> extends StdDeserializer<T> {

		private final BiFunction<@Nullable Object, @Nullable Object, T> factory;

		Reader(Class<T> type, BiFunction<@Nullable Object, @Nullable Object, T> factory) {
			super(type);
			this.factory = factory;
		}

		@Override
		public T deserialize(JsonParser parser, DeserializationContext ctxt) {
			parser.nextToken();
			Object key = JsonTyping.read(parser, ctxt);
			parser.nextToken();
			Object value = JsonTyping.read(parser, ctxt);
			if (parser.nextToken() != JsonToken.END_ARRAY) {
				throw new TranscodingException("An entry of a map must have a key and a value");
			}
			return this.factory.apply(key, value);
		}

	}

}
