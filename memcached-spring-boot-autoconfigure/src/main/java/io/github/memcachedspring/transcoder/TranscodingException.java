package io.github.memcachedspring.transcoder;

import org.jspecify.annotations.Nullable;

/**
 * A value that could not be turned into bytes, or bytes that could not be turned into a
 * value. The message never holds the value itself. Callers treat it as a miss on reading
 * and as "cannot be cached" on writing.
 *
 * @since 0.1.0
 */
public class TranscodingException extends RuntimeException {

	/**
	 * Creates a failure.
	 * @param message what went wrong, with the way out where there is one
	 */
	public TranscodingException(String message) {
		this(message, null);
	}

	/**
	 * Creates a failure with a cause.
	 * @param message what went wrong, with the way out where there is one
	 * @param cause the cause, if any
	 */
	public TranscodingException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
