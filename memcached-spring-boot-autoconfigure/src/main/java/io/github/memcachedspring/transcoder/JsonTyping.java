package io.github.memcachedspring.transcoder;

import java.util.Collection;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.jsontype.impl.DefaultTypeResolverBuilder;

/**
 * Where types are written: wherever the declared type is not final.
 */
final class JsonTyping extends DefaultTypeResolverBuilder {

	private static final long serialVersionUID = 1L;

	private final transient JsonTypes types;

	JsonTyping(JsonTypes types) {
		super(new JsonTypeValidator(TrustedTypes.jdkOnly()), DefaultTyping.NON_FINAL, JsonTypeInfo.As.PROPERTY);
		this.types = types;
	}

	private JsonTyping(JsonTyping base, Class<?> defaultImpl) {
		super(base, defaultImpl);
		this.types = base.types;
	}

	@Override
	public JsonTyping withDefaultImpl(Class<?> defaultImpl) {
		return new JsonTyping(this, defaultImpl);
	}

	@Override
	protected TypeIdResolver idResolver(DatabindContext ctxt, JavaType baseType, PolymorphicTypeValidator validator,
			@Nullable Collection<NamedType> subtypes, boolean forSer, boolean forDeser) {
		return new JsonTypeIds(baseType, this.types);
	}

	/** Writes a value with its type, wherever it stands. */
	static void write(@Nullable Object value, JsonGenerator generator, SerializationContext ctxt) {
		if (value == null) {
			generator.writeNull();
		}
		else {
			TypeSerializer type = ctxt.findTypeSerializer(ctxt.constructType(Object.class));
			ctxt.findPrimaryPropertySerializer(value.getClass(), null).serializeWithType(value, generator, ctxt, type);
		}
	}

	/** Reads what {@link #write} wrote and the parser stands at. */
	static @Nullable Object read(JsonParser parser, DeserializationContext ctxt) {
		if (parser.currentToken() == JsonToken.VALUE_NULL) {
			return null;
		}
		return ctxt.findRootValueDeserializer(ctxt.constructType(Object.class)).deserialize(parser, ctxt);
	}

}
