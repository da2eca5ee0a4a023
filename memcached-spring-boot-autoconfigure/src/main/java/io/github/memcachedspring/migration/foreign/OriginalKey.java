package io.github.memcachedspring.migration.foreign;

import org.jspecify.annotations.Nullable;

/**
 * A cache key as {@link String#valueOf(Object)} has it.
 *
 * @param text the text
 * @param exact whether no other key that is likely to be used has this text, too, once
 * white space is left out
 */
record OriginalKey(String text, boolean exact) {

	/**
	 * Reads the text that this library has for a key.
	 * @param key the text, see {@code cache.CacheKeys}
	 * @return the original, or {@code null} if it cannot be told
	 */
	static @Nullable OriginalKey parse(String key) {
		int end = key.indexOf('=');
		if (end <= 0) {
			return null;
		}
		String tag = key.substring(0, end);
		String content = key.substring(end + 1);
		OriginalKey scalar = ScalarTexts.original(tag, content);
		return (scalar != null) ? scalar : container(tag, content);
	}

	private static @Nullable OriginalKey container(String tag, String content) {
		return switch (tag) {
			case "key" -> join("SimpleKey [", content, ",", "]");
			case "list" -> join("[", content, ", ", "]");
			case "opt" ->
				content.isEmpty() ? new OriginalKey("Optional.empty", true) : join("Optional[", content, ", ", "]");
			default -> null;
		};
	}

	private static @Nullable OriginalKey join(String start, String elements, String separator, String end) {
		StringBuilder text = new StringBuilder(start);
		boolean exact = true;
		int position = 0;
		while (position < elements.length()) {
			int equals = elements.indexOf('=', position);
			int digits = firstDigit(elements, position);
			int next = equals + 1 + Integer.parseInt(elements, digits, equals, 10);
			OriginalKey element = parse(elements.substring(position, digits) + elements.substring(equals, next));
			if (element == null) {
				return null;
			}
			text.append((position > 0) ? separator : "").append(element.text);
			exact &= element.exact && element.text.indexOf(',') < 0;
			position = next;
		}
		return new OriginalKey(text.append(end).toString(), exact);
	}

	private static int firstDigit(String text, int from) {
		int position = from;
		while (!Character.isDigit(text.charAt(position))) {
			position++;
		}
		return position;
	}

}
