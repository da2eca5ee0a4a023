package io.github.memcachedspring.transcoder;

import java.io.Serializable;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * Tells a native image of the JDK's types that are found by their names in entries. Both
 * codecs look them up, and Java serialization makes them.
 */
final class TranscoderRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<Class<?>> ARRAYS = List.of(boolean[].class, byte[].class, short[].class, char[].class,
			int[].class, long[].class, float[].class, double[].class, Object[].class, Enum[].class, String[].class);

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		JdkTypes.VALUES.forEach((name) -> register(hints.reflection(), name, classLoader));
		JdkTypes.STREAM.forEach((name) -> register(hints.reflection(), name, classLoader));
		ARRAYS.forEach((type) -> register(hints.reflection(), type));
	}

	private static void register(ReflectionHints hints, String name, @Nullable ClassLoader classLoader) {
		if (ClassUtils.isPresent(name, classLoader)) {
			register(hints, ClassUtils.resolveClassName(name, classLoader));
		}
	}

	private static void register(ReflectionHints hints, Class<?> type) {
		hints.registerType(type, (hint) -> hint.withMembers(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)
			.withJavaSerialization(Serializable.class.isAssignableFrom(type)));
	}

}
