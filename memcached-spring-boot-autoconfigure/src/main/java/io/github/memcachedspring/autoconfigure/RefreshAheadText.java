package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.memcachedspring.cache.RefreshAhead;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * How users write when entries are refreshed: a duration, a percentage, or that they are
 * not.
 */
final class RefreshAheadText {

	/** Also lets a single cache do without what is set for all. */
	static final String NONE = "none";

	private static final Pattern PERCENTAGE = Pattern.compile("(\\d{1,3})\\s*%");

	private RefreshAheadText() {
	}

	/**
	 * Returns what the value of a property means.
	 * @return the meaning, {@code null} for {@code none} and for a duration of zero
	 */
	static @Nullable RefreshAhead parse(String property, String value) {
		String text = value.strip();
		try {
			Matcher percentage = PERCENTAGE.matcher(text);
			if (percentage.matches()) {
				return RefreshAhead.percent(Integer.parseInt(percentage.group(1)));
			}
			return text.equalsIgnoreCase(NONE) ? null : at(DurationStyle.detectAndParse(text));
		}
		catch (IllegalArgumentException ex) {
			throw CacheSettingsRules.invalid(property, value,
					"Must be a duration of at least 2s such as '2m', 1% to 50% of each entry's own time to live "
							+ "such as '20%', or 'none'.");
		}
	}

	private static @Nullable RefreshAhead at(Duration mark) {
		return mark.isZero() ? null : RefreshAhead.at(mark);
	}

}
