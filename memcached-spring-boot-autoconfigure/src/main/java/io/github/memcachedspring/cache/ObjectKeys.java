package io.github.memcachedspring.cache;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * What {@link CompositeKeys} has to know of particular classes.
 */
final class ObjectKeys {

	private static final Field PARAMS = paramsField();

	private static final ClassValue<Method[]> ACCESSORS = new ClassValue<>() {

		@Override
		protected Method[] computeValue(Class<?> type) {
			Method[] accessors = Arrays.stream(type.getRecordComponents())
				.map(RecordComponent::getAccessor)
				.toArray(Method[]::new);
			Arrays.stream(accessors).forEach(Method::trySetAccessible);
			return accessors;
		}

	};

	/**
	 * Why instances of a class cannot be recognised in another JVM; empty if they can.
	 */
	private static final ClassValue<String> OBSTACLES = new ClassValue<>() {

		@Override
		protected String computeValue(Class<?> type) {
			if (Proxy.isProxyClass(type) || type.isHidden()) {
				return "the name of a class made at run time differs from JVM to JVM";
			}
			Method toString = ReflectionUtils.findMethod(type, "toString");
			boolean overridden = toString != null && toString.getDeclaringClass() != Object.class;
			return overridden ? "" : "it does not override 'toString()', and an identity hash would never hit again";
		}

	};

	private ObjectKeys() {
	}

	/** Its parts cannot be told apart in the text of a {@link SimpleKey}. */
	private static Field paramsField() {
		Field field = ReflectionUtils.findField(SimpleKey.class, "params", Object[].class);
		Assert.state(field != null, "'SimpleKey' of this Spring version has no field 'params'; use another version");
		ReflectionUtils.makeAccessible(field);
		return field;
	}

	static List<? extends @Nullable Object> params(SimpleKey key) {
		Object[] params = (Object[]) ReflectionUtils.getField(PARAMS, key);
		return (params != null) ? Arrays.asList(params) : List.of();
	}

	static List<? extends @Nullable Object> components(Record key) {
		List<@Nullable Object> components = new ArrayList<>();
		for (Method accessor : ACCESSORS.get(key.getClass())) {
			components.add(component(key, accessor));
		}
		return components;
	}

	private static @Nullable Object component(Record key, Method accessor) {
		try {
			return accessor.invoke(key);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalArgumentException("Cannot read component '%s' of cache key class '%s'; open its package"
				.formatted(accessor.getName(), key.getClass().getName()), ex);
		}
		catch (InvocationTargetException ex) {
			throw new IllegalArgumentException("Component '%s' of cache key class '%s' threw an exception"
				.formatted(accessor.getName(), key.getClass().getName()), ex.getCause());
		}
	}

	/** Neither a locale's text nor its language tag tells all locales apart. */
	static List<String> parts(Locale locale) {
		List<String> parts = new ArrayList<>(
				List.of(locale.getLanguage(), locale.getScript(), locale.getCountry(), locale.getVariant()));
		locale.getExtensionKeys().stream().sorted().forEach((key) -> parts.add(key + locale.getExtension(key)));
		return parts;
	}

	/** The text of an SQL date depends on the time zone and is ambiguous for an hour. */
	static List<Number> parts(Date date) {
		try {
			return List.of(date.getTime(), date.toInstant().getNano());
		}
		catch (UnsupportedOperationException ex) {
			return List.of(date.getTime());
		}
	}

	static String className(Object key) {
		return key.getClass().getName();
	}

	static String toText(Object key) {
		String obstacle = OBSTACLES.get(key.getClass());
		String text = obstacle.isEmpty() ? String.valueOf(key) : "";
		if (text.contains("@" + Integer.toHexString(System.identityHashCode(key)))) {
			obstacle = "its 'toString()' shows an identity hash, which would never hit again";
		}
		if (!obstacle.isEmpty()) {
			throw new IllegalArgumentException(("Class '%s' cannot be a cache key: %s; override 'toString()', make it "
					+ "a record, or set a 'key' in the annotation, for example key = \"#argument.id\"")
				.formatted(className(key), obstacle));
		}
		return className(key) + '=' + text;
	}

}
