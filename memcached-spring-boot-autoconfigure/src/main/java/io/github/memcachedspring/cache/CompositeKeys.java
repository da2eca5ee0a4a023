package io.github.memcachedspring.cache;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * Encodes keys that are made of others, and leaves the rest to {@link ScalarKeys} and
 * {@link ObjectKeys}.
 */
final class CompositeKeys {

	/** Deepest nesting; what goes deeper most likely contains itself. */
	static final int MAX_DEPTH = 32;

	private static final KeyText NULL = new KeyText("null", "");

	private CompositeKeys() {
	}

	static KeyText encode(@Nullable Object key, int depth) {
		if (key == null) {
			return NULL;
		}
		KeyText scalar = ScalarKeys.encode(key);
		if (scalar != null) {
			return scalar;
		}
		if (depth > MAX_DEPTH) {
			throw tooDeep(key);
		}
		KeyText container = container(key, depth);
		return (container != null) ? container : object(key, depth);
	}

	private static @Nullable KeyText container(Object key, int depth) {
		if (key instanceof SimpleKey simpleKey) {
			return new KeyText("key", elements(ObjectKeys.params(simpleKey), depth));
		}
		if (key instanceof Object[] array) {
			return new KeyText("array", elements(Arrays.asList(array), depth));
		}
		if (key.getClass().isArray()) {
			return new KeyText(key.getClass().componentType() + "s", elements(primitives(key), depth));
		}
		if (key instanceof List<?> list) {
			return new KeyText("list", elements(list, depth));
		}
		if (key instanceof Set<?> set) {
			return new KeyText("set", sorted(set.stream().map((element) -> element(element, depth))));
		}
		if (key instanceof Map<?, ?> map) {
			return new KeyText("map", sorted(map.entrySet().stream().map((entry) -> entry(entry, depth))));
		}
		return null;
	}

	private static KeyText object(Object key, int depth) {
		if (key instanceof Record keyRecord) {
			return named("rec", key, ObjectKeys.components(keyRecord), depth);
		}
		if (key instanceof Collection<?> collection) {
			return named("coll", key, collection, depth);
		}
		if (key instanceof Map.Entry<?, ?> entry) {
			return new KeyText("entry", entry(entry, depth));
		}
		if (key instanceof Optional<?> optional) {
			return new KeyText("opt", optional.map((value) -> element(value, depth)).orElse(""));
		}
		if (key instanceof Locale locale) {
			return new KeyText("locale", elements(ObjectKeys.parts(locale), depth));
		}
		if (key instanceof Date date) {
			return named("date", key, ObjectKeys.parts(date), depth);
		}
		return new KeyText("obj", ObjectKeys.toText(key));
	}

	private static List<?> primitives(Object array) {
		return IntStream.range(0, Array.getLength(array)).mapToObj((i) -> Array.get(array, i)).toList();
	}

	private static KeyText named(String tag, Object key, Collection<?> elements, int depth) {
		return new KeyText(tag, ObjectKeys.className(key) + '=' + elements(elements, depth));
	}

	private static String elements(Collection<?> elements, int depth) {
		StringBuilder text = new StringBuilder();
		for (Object element : elements) {
			text.append(element(element, depth));
		}
		return text.toString();
	}

	private static String element(@Nullable Object element, int depth) {
		return encode(element, depth + 1).asElement();
	}

	private static String entry(Map.Entry<?, ?> entry, int depth) {
		return element(entry.getKey(), depth) + element(entry.getValue(), depth);
	}

	private static String sorted(Stream<String> elements) {
		return elements.sorted().collect(Collectors.joining());
	}

	private static IllegalArgumentException tooDeep(Object key) {
		return new IllegalArgumentException(("Cache key is nested more than %d deep or contains itself, last seen in "
				+ "class '%s'; set a 'key' in the annotation, for example key = \"#argument.id\"")
			.formatted(MAX_DEPTH, key.getClass().getName()));
	}

}
