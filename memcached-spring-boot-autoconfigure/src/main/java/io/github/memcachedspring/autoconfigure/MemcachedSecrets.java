package io.github.memcachedspring.autoconfigure;

import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizableData;

/**
 * Recognises what Actuator must not show.
 */
final class MemcachedSecrets {

	/**
	 * As a property, which may be written in several ways, and as an environment
	 * variable.
	 */
	private static final Pattern NAME = Pattern.compile("memcached[._](?:.*[._])?pass[-_]?word",
			Pattern.CASE_INSENSITIVE);

	/** As it is in a command line, or in JSON. */
	private static final Pattern ASSIGNMENT = Pattern.compile("memcached.*pass[-_]?word[\"']?\\s*[=:]",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private MemcachedSecrets() {
	}

	/**
	 * Tells passwords, and texts that may hold one: the command line of the process, for
	 * example, is a system property.
	 */
	static boolean isSecret(SanitizableData data) {
		return NAME.matcher(data.getKey()).matches()
				|| (data.getValue() instanceof CharSequence text && ASSIGNMENT.matcher(text).find());
	}

}
