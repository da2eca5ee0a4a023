package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.util.OptionalInt;

/**
 * What a connection answers until its client has given the credentials, which it does
 * with a {@code set} whose data is the name and the password ({@code memcached -Y}).
 */
final class Authentication {

	private static final String UNAUTHENTICATED = "CLIENT_ERROR unauthenticated";

	private static final String FAILURE = "CLIENT_ERROR authentication failure";

	private static final String BAD_TOKEN = "CLIENT_ERROR bad authentication token format";

	private static final String BAD_END = "CLIENT_ERROR bad command line termination";

	/** Memcached reads the data into its line buffer, and gives up if it does not fit. */
	private static final int DATA_LIMIT = 16 * 1024 - 2;

	private static final int SET_WORDS = 5;

	private final Credentials credentials;

	Authentication(Credentials credentials) {
		this.credentials = credentials;
	}

	/** Answers a command; true if it gave the credentials. */
	boolean run(Words words, Session session) throws IOException {
		session.statistics().count(Counter.AUTH_CMDS);
		String answer = answer(words, session);
		boolean accepted = answer.equals(StoreResult.STORED.text());
		if (!accepted) {
			session.statistics().count(Counter.AUTH_ERRORS);
		}
		session.reply().line(answer);
		return accepted;
	}

	private String answer(Words words, Session session) throws IOException {
		boolean set = words.verb().equals("set") && words.size() >= SET_WORDS;
		OptionalInt length = set ? Numbers.signed(words.get(SET_WORDS - 1)) : OptionalInt.empty();
		if (length.isEmpty() || length.getAsInt() < 0) {
			return UNAUTHENTICATED;
		}
		if (length.getAsInt() > DATA_LIMIT) {
			throw new IOException("The credentials are longer than " + DATA_LIMIT + " bytes");
		}
		byte[] data = DataBlock.take(session, length.getAsInt());
		return (data != null) ? answer(new Words(data)) : BAD_END;
	}

	private String answer(Words given) {
		if (given.size() < 2) {
			return BAD_TOKEN;
		}
		return this.credentials.match(given) ? StoreResult.STORED.text() : FAILURE;
	}

}
