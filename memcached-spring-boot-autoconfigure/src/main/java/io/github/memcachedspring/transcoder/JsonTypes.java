package io.github.memcachedspring.transcoder;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.time.ZoneId;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Which class a value is stored as, and which class a stored name stands for. Both
 * directions admit trusted types only.
 */
final class JsonTypes {

	/** Attribute of a writing: a set that takes the names of the classes it involves. */
	static final Object INVOLVED = new Object();

	private final TrustedTypes trustedTypes;

	private final @Nullable ClassLoader classLoader;

	private final Map<String, Class<?>> loaded = new ConcurrentHashMap<>();

	JsonTypes(TrustedTypes trustedTypes, @Nullable ClassLoader classLoader) {
		this.trustedTypes = trustedTypes;
		this.classLoader = (classLoader != null) ? classLoader : ClassUtils.getDefaultClassLoader();
	}

	@Nullable ClassLoader classLoader() {
		return this.classLoader;
	}

	/** Returns the name of the class that a value is stored as. */
	String nameOf(Object value) {
		if (value instanceof EnumSet<?> set) {
			return nameOf(EnumSet.class, elementType(set));
		}
		if (value instanceof EnumMap<?, ?> map) {
			return nameOf(EnumMap.class, keyType(map));
		}
		JsonLosses.refuse(value);
		return nameOf(storedAs(value));
	}

	/** Returns the name of a class, if it is trusted. */
	String nameOf(Class<?> type) {
		if (!this.trustedTypes.admits(type)) {
			throw new UntrustedTypeException(type.getName());
		}
		return type.getName();
	}

	private String nameOf(Class<?> container, Class<?> content) {
		return nameOf(container) + "<" + nameOf(content) + ">";
	}

	private static Class<?> storedAs(Object value) {
		if (value instanceof Enum<?> constant) {
			return constant.getDeclaringClass();
		}
		if (value instanceof ZoneId && !Modifier.isPublic(value.getClass().getModifiers())) {
			return ZoneId.class;
		}
		Class<?> type = value.getClass();
		return (isInternal(type)) ? counterpart(value) : type;
	}

	private static boolean isInternal(Class<?> type) {
		return type.getName().startsWith("java.util.") && (!Modifier.isPublic(type.getModifiers())
				|| (type.isMemberClass() && !JdkTypes.VALUES.contains(type.getName())));
	}

	private static Class<?> counterpart(Object value) {
		if (value instanceof Map.Entry<?, ?>) {
			return AbstractMap.SimpleEntry.class;
		}
		if (value instanceof Map<?, ?>) {
			return (value instanceof SortedMap<?, ?>) ? TreeMap.class : LinkedHashMap.class;
		}
		if (value instanceof Set<?>) {
			return (value instanceof SortedSet<?>) ? TreeSet.class : LinkedHashSet.class;
		}
		return (value instanceof Collection<?>) ? ArrayList.class : value.getClass();
	}

	private static <E extends Enum<E>> Class<?> elementType(EnumSet<E> set) {
		EnumSet<E> some = (set.isEmpty()) ? EnumSet.complementOf(set) : set;
		if (some.isEmpty()) {
			throw new TranscodingException("An 'EnumSet' of an enum without constants cannot be stored");
		}
		return some.iterator().next().getDeclaringClass();
	}

	private static Class<?> keyType(EnumMap<?, ?> map) {
		return (map.isEmpty()) ? keyTypeOfEmpty(map) : map.keySet().iterator().next().getDeclaringClass();
	}

	// An empty map tells its key type to a serialization stream only.
	private static Class<?> keyTypeOfEmpty(EnumMap<?, ?> map) {
		List<Class<?>> types = new ArrayList<>();
		try (ObjectOutputStream stream = new ObjectOutputStream(OutputStream.nullOutputStream()) {

			@Override
			protected void annotateClass(Class<?> type) {
				if (type.isEnum()) {
					types.add(type);
				}
			}

		}) {
			stream.writeObject(map);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return types.get(0);
	}

	/** Returns whether a class is the application's, of which nothing is known. */
	static boolean isForeign(String name) {
		return !JdkTypes.VALUES.contains(name);
	}

	/** Returns the class of a name, which is checked before anything is loaded. */
	Class<?> classOf(String name) {
		Class<?> known = this.loaded.get(name);
		if (known != null) {
			return known;
		}
		if (!this.trustedTypes.admitsName(name)) {
			throw new UntrustedTypeException(name);
		}
		Class<?> type = load(name);
		if (!type.isArray()) {
			this.loaded.put(name, type);
		}
		return type;
	}

	private Class<?> load(String name) {
		try {
			return Class.forName(name, false, this.classLoader);
		}
		catch (ClassNotFoundException ex) {
			throw new TranscodingException("Type '%s' of a cached value does not exist (any more)".formatted(name), ex);
		}
	}

}
