package io.github.memcachedspring.cache;

import org.springframework.util.Assert;

/**
 * Turns cache keys into text. Keys that are equal give the same text in every JVM; keys
 * that differ in their type or their content never do, so that {@code 1L} and {@code "1"}
 * are two entries, as are {@code ("a", "b,c")} and {@code ("a,b", "c")}.
 *
 * <p>
 * The text is a tag for the type, {@code =}, and the content. Elements of a key that is
 * made of others have the length of their content between the tag and {@code =}, so that
 * no content can pass for the end of an element:
 *
 * <pre>
 * "user 7"                        s=user 7
 * 7L                              l=7
 * new SimpleKey("a", 1)           key=s1=ai1=1
 * record Isbn(String code)        rec=com.example.Isbn=s3=123
 * </pre>
 *
 * Collections and arrays count by content, sets and maps whatever their order. A class
 * that is not known here is represented by its name and its {@code toString()}, which it
 * has to override: telling its instances apart is then that method's task.
 */
final class CacheKeys {

	private CacheKeys() {
	}

	/**
	 * Returns the text for a key.
	 * @param key the key
	 * @return its text, of any length and with any characters
	 * @throws IllegalArgumentException if the key is {@code null}, or if it or an element
	 * of it would have another text in another JVM, or if it is nested more than
	 * {@value CompositeKeys#MAX_DEPTH} deep
	 */
	static String toText(Object key) {
		if (key instanceof String text) {
			return "s=".concat(text);
		}
		if (key instanceof Long number) {
			return "l=" + number.longValue();
		}
		if (key instanceof Integer number) {
			return "i=" + number.intValue();
		}
		Assert.notNull(key, "'key' must not be null");
		return CompositeKeys.encode(key, 0).asWhole();
	}

}
