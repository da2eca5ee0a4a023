package io.github.memcachedspring.cache;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Encodes keys that are not made of others. Types are matched exactly: a subclass may
 * hold more than its parent shows.
 */
final class ScalarKeys {

	private static final Map<Class<?>, Function<Object, KeyText>> ENCODERS = new HashMap<>();

	static {
		register(String.class, "s", (text) -> text);
		register(Long.class, "l", String::valueOf);
		register(Integer.class, "i", String::valueOf);
		register(Short.class, "short", String::valueOf);
		register(Byte.class, "byte", String::valueOf);
		register(Character.class, "char", String::valueOf);
		register(Boolean.class, "bool", String::valueOf);
		// The decimal forms of some numbers changed with Java 19.
		register(Double.class, "double", Double::toHexString);
		register(Float.class, "float", Float::toHexString);
		register(BigDecimal.class, "dec", BigDecimal::toString);
		register(BigInteger.class, "int", BigInteger::toString);
		register(UUID.class, "uuid", UUID::toString);
		register(URI.class, "uri", URI::toString);
		register(Date.class, "date", (date) -> String.valueOf(date.getTime()));
		register(Class.class, "class", Class::getName);
		register(byte[].class, "hex", HexFormat.of()::formatHex);
	}

	private ScalarKeys() {
	}

	private static <T> void register(Class<T> type, String tag, Function<T, String> content) {
		ENCODERS.put(type, (key) -> new KeyText(tag, content.apply(type.cast(key))));
	}

	/** Returns {@code null} if the key is no scalar. */
	static @Nullable KeyText encode(Object key) {
		Class<?> type = key.getClass();
		Function<Object, KeyText> encoder = ENCODERS.get(type);
		if (encoder != null) {
			return encoder.apply(key);
		}
		if (key instanceof Enum<?> constant) {
			return new KeyText("enum", constant.getDeclaringClass().getName() + '.' + constant.name());
		}
		if (type.getPackageName().equals("java.time")) {
			return new KeyText("time", type.getSimpleName() + '.' + key);
		}
		return null;
	}

}
