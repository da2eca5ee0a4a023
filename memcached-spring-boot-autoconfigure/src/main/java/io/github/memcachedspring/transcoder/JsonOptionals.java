package io.github.memcachedspring.transcoder;

import java.util.Optional;

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
 * Optionals as arrays of no or one value with its type: Jackson's own form is that of the
 * value alone, which loses the optional where the declared type does not tell.
 */
final class JsonOptionals {

	private JsonOptionals() {
	}

	static final class Writer extends StdSerializer<Optional<?>> {

		Writer() {
			super(Optional.class);
		}

		@Override
		public void serialize(Optional<?> optional, JsonGenerator generator, SerializationContext ctxt) {
			generator.writeStartArray();
			optional.ifPresent((value) -> JsonTyping.write(value, generator, ctxt));
			generator.writeEndArray();
		}

		@Override
		public void serializeWithType(Optional<?> optional, JsonGenerator generator, SerializationContext ctxt,
				TypeSerializer type) {
			WritableTypeId id = type.writeTypePrefix(generator, ctxt,
					type.typeId(optional, JsonToken.VALUE_EMBEDDED_OBJECT));
			serialize(optional, generator, ctxt);
			type.writeTypeSuffix(generator, ctxt, id);
		}

	}

	static final class Reader extends StdDeserializer<Optional<?>> {

		Reader() {
			super(Optional.class);
		}

		@Override
		public Optional<?> deserialize(JsonParser parser, DeserializationContext ctxt) {
			if (parser.nextToken() == JsonToken.END_ARRAY) {
				return Optional.empty();
			}
			Optional<?> optional = Optional.ofNullable(JsonTyping.read(parser, ctxt));
			if (parser.nextToken() != JsonToken.END_ARRAY) {
				throw new TranscodingException("An optional must have at most one value");
			}
			return optional;
		}

		@Override
		public Object getAbsentValue(DeserializationContext ctxt) {
			return Optional.empty();
		}

	}

}
