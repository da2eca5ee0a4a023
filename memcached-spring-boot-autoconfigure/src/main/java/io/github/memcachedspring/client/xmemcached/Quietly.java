package io.github.memcachedspring.client.xmemcached;

import org.apache.commons.logging.Log;

/**
 * Logs what must go no further, because it would end a thread that all nodes depend on.
 */
final class Quietly {

	private Quietly() {
	}

	/**
	 * Warns, or does nothing if that is not possible now.
	 * @param logger the logger
	 * @param message with a place for the subject
	 * @param subject what it is about
	 * @param cause what was thrown
	 */
	static void warn(Log logger, String message, Object subject, Throwable cause) {
		try {
			logger.warn(message.formatted(subject), cause);
		}
		catch (Throwable ex) {
			// Where memory is short there may be none for a message either.
		}
	}

}
