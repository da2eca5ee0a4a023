package io.github.memcachedspring.transcoder;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.impl.TypeIdResolverBase;
import tools.jackson.databind.type.TypeFactory;

/**
 * Type ids: class names, for {@link EnumSet} and {@link EnumMap} with their enum as in
 * {@code java.util.EnumSet<com.example.Colour>}.
 */
final class JsonTypeIds extends TypeIdResolverBase {

	private final JavaType baseType;

	private final JsonTypes types;

	JsonTypeIds(JavaType baseType, JsonTypes types) {
		super(baseType);
		this.baseType = baseType;
		this.types = types;
	}

	@Override
	public JsonTypeInfo.Id getMechanism() {
		return JsonTypeInfo.Id.CLASS;
	}

	@Override
	public String idFromValue(DatabindContext ctxt, Object value) {
		return involve(ctxt, this.types.nameOf(value));
	}

	@Override
	public String idFromValueAndType(DatabindContext ctxt, @Nullable Object value, Class<?> suggestedType) {
		return involve(ctxt, (value != null && suggestedType.isInstance(value) && suggestedType == value.getClass())
				? this.types.nameOf(value) : this.types.nameOf(suggestedType));
	}

	@SuppressWarnings("unchecked")
	private String involve(DatabindContext ctxt, String name) {
		if (JsonTypes.isForeign(name) && ctxt.getAttribute(JsonTypes.INVOLVED) instanceof Set<?> involved) {
			((Set<String>) involved).add(name);
		}
		return name;
	}

	@Override
	public JavaType typeFromId(DatabindContext ctxt, String id) {
		int parameter = id.indexOf('<');
		if (parameter > 0 && id.endsWith(">")) {
			return enumContainer(ctxt, id.substring(0, parameter), id.substring(parameter + 1, id.length() - 1));
		}
		Class<?> type = this.types.classOf(id);
		requireSubtype(type);
		return ctxt.getTypeFactory().constructSpecializedType(this.baseType, type);
	}

	private JavaType enumContainer(DatabindContext ctxt, String container, String content) {
		Class<?> type = this.types.classOf(container);
		Class<?> constants = this.types.classOf(content);
		requireSubtype(type);
		TypeFactory factory = ctxt.getTypeFactory();
		if (type == EnumSet.class && constants.isEnum()) {
			return factory.constructCollectionType(EnumSet.class, constants);
		}
		if (type == EnumMap.class && constants.isEnum()) {
			return factory.constructMapType(EnumMap.class, factory.constructType(constants), contentType(factory));
		}
		throw new UntrustedTypeException(container + "<" + content + ">");
	}

	private JavaType contentType(TypeFactory factory) {
		JavaType declared = this.baseType.getContentType();
		return (declared != null) ? declared : factory.constructType(Object.class);
	}

	private void requireSubtype(Class<?> type) {
		if (!this.baseType.isTypeOrSuperTypeOf(type)) {
			throw new TranscodingException(
					"Type '%s' of a cached value is not a '%s'".formatted(type.getName(), this.baseType.getTypeName()));
		}
	}

}
