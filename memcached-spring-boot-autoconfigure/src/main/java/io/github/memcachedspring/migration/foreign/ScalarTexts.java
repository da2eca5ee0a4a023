package io.github.memcachedspring.migration.foreign;

import java.util.Date;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The texts of keys that are not made of others.
 */
final class ScalarTexts {

	/** This library keeps their text as it is. */
	private static final Set<String> UNCHANGED = Set.of("s", "l", "i", "short", "byte", "char", "bool", "dec", "int",
			"uuid", "uri");

	private ScalarTexts() {
	}

	/** Returns {@code null} for what is no scalar, or has a text that cannot be told. */
	static @Nullable OriginalKey original(String tag, String content) {
		String text = UNCHANGED.contains(tag) ? content : text(tag, content);
		if (text == null) {
			return null;
		}
		boolean exact = tag.equals("date") || text.chars().noneMatch(Character::isWhitespace);
		return new OriginalKey(text, exact);
	}

	private static @Nullable String text(String tag, String content) {
		return switch (tag) {
			case "null" -> "null";
			case "double" -> String.valueOf(Double.parseDouble(content));
			case "float" -> String.valueOf(Float.parseFloat(content));
			case "time" -> content.substring(content.indexOf('.') + 1);
			case "obj" -> content.substring(content.indexOf('=') + 1);
			case "date" -> (content.indexOf('=') < 0) ? new Date(Long.parseLong(content)).toString() : null;
			case "enum" -> constant(content);
			default -> null;
		};
	}

	/** Its text need not be its name. */
	private static @Nullable String constant(String qualifiedName) {
		int dot = qualifiedName.lastIndexOf('.');
		try {
			Class<?> type = ClassUtils.forName(qualifiedName.substring(0, dot), null);
			for (Object constant : type.getEnumConstants()) {
				if (((Enum<?>) constant).name().equals(qualifiedName.substring(dot + 1))) {
					return constant.toString();
				}
			}
			return null;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

}
