package io.github.memcachedspring.embedded;

/**
 * The wording of memcached's answers.
 */
final class Answers {

	static final String ERROR = "ERROR";

	static final String OK = "OK";

	static final String END = "END";

	static final String NOT_FOUND = "NOT_FOUND";

	static final String BAD_FORMAT = "CLIENT_ERROR bad command line format";

	static final String BAD_DATA = "CLIENT_ERROR bad data chunk";

	static final String BAD_EXPIRY = "CLIENT_ERROR invalid exptime argument";

	static final String BAD_DELTA = "CLIENT_ERROR invalid numeric delta argument";

	static final String NOT_NUMERIC = "CLIENT_ERROR cannot increment or decrement non-numeric value";

	static final String TOO_LARGE = "SERVER_ERROR object too large for cache";

	static final String TOO_MANY_CONNECTIONS = "ERROR Too many open connections";

	private Answers() {
	}

}
