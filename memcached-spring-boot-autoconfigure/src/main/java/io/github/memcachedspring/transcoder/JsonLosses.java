package io.github.memcachedspring.transcoder;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

import org.jspecify.annotations.Nullable;

/**
 * Refuses values that JSON would take and not give back as they were. Classes whose
 * author says with Jackson's annotations how they are written are left to their author.
 */
final class JsonLosses {

	private static final String NONE = "";

	private static final ClassValue<String> OF_CLASS = new ClassValue<>() {

		@Override
		protected String computeValue(Class<?> type) {
			return lossOf(type);
		}

	};

	private JsonLosses() {
	}

	/**
	 * Refuses a value that would come back different.
	 * @param value the value
	 * @throws TranscodingException if it would
	 */
	static void refuse(Object value) {
		String loss = (hasOrderOfItsOwn(value)) ? "its comparator would be lost; copy it into a collection without one"
				: OF_CLASS.get(value.getClass());
		if (!loss.equals(NONE)) {
			throw new TranscodingException(
					"A '%s' cannot be stored as JSON: %s".formatted(value.getClass().getName(), loss));
		}
	}

	private static boolean hasOrderOfItsOwn(Object value) {
		Comparator<?> comparator = null;
		if (value instanceof SortedMap<?, ?> map) {
			comparator = map.comparator();
		}
		else if (value instanceof SortedSet<?> set) {
			comparator = set.comparator();
		}
		else if (value instanceof PriorityQueue<?> queue) {
			comparator = queue.comparator();
		}
		return comparator != null && comparator != Comparator.naturalOrder();
	}

	private static String lossOf(Class<?> type) {
		boolean container = Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
		Set<String> names = new HashSet<>();
		for (Class<?> current = type; isOfApplication(current); current = current.getSuperclass()) {
			if (isAnnotated(current)) {
				return NONE;
			}
			for (Field field : current.getDeclaredFields()) {
				if (isState(field) && (container || !names.add(field.getName()))) {
					return "the field '%s' of '%s' would be lost".formatted(field.getName(), current.getName());
				}
			}
		}
		return NONE;
	}

	private static boolean isOfApplication(@Nullable Class<?> type) {
		return type != null && !type.isArray() && !type.getName().startsWith("java.");
	}

	private static boolean isState(Field field) {
		return !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())
				&& !field.isSynthetic() && !isAnnotated(field);
	}

	private static boolean isAnnotated(AnnotatedElement element) {
		for (Annotation annotation : element.getDeclaredAnnotations()) {
			String name = annotation.annotationType().getName();
			if (name.startsWith("com.fasterxml.jackson.") || name.startsWith("tools.jackson.")) {
				return true;
			}
		}
		return false;
	}

}
