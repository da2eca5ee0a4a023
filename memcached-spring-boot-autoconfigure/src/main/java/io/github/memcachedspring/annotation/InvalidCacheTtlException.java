package io.github.memcachedspring.annotation;

import org.jspecify.annotations.Nullable;

/**
 * A {@link CacheTtl @CacheTtl} that cannot be honoured. The message names the place, the
 * value, the rule and the way out; the getters give them one by one.
 *
 * @since 0.1.0
 */
public class InvalidCacheTtlException extends IllegalStateException {

	private final String location;

	private final String value;

	private final String reason;

	private final String action;

	InvalidCacheTtlException(CacheTtlDeclaration declaration, String reason, String action) {
		this(declaration, reason, action, null);
	}

	InvalidCacheTtlException(CacheTtlDeclaration declaration, String reason, String action, @Nullable Throwable cause) {
		super("Invalid %s: %s. %s.".formatted(declaration, reason, action), cause);
		this.location = declaration.location();
		this.value = declaration.value();
		this.reason = reason;
		this.action = action;
	}

	/**
	 * Returns where the annotation was found.
	 * @return a class, or a class with a method and its parameter types
	 */
	public String getLocation() {
		return this.location;
	}

	/**
	 * Returns the annotation's value.
	 * @return the value as written, placeholders and expressions not resolved
	 */
	public String getValue() {
		return this.value;
	}

	/**
	 * Returns the rule that was broken.
	 * @return a clause without full stop
	 */
	public String getReason() {
		return this.reason;
	}

	/**
	 * Returns the way out.
	 * @return a sentence without full stop
	 */
	public String getAction() {
		return this.action;
	}

}
