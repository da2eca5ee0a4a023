package io.github.memcachedspring.embedded;

import java.util.OptionalInt;

/**
 * Commands about the server or the connection, and not about one item.
 */
final class Administration {

	private Administration() {
	}

	static void version(Words words, Session session) {
		session.reply().line("VERSION " + Server.VERSION);
	}

	static void flushAll(Words words, Session session) {
		boolean delayed = words.size() > (words.noreply() ? 2 : 1);
		OptionalInt expiry = delayed ? Numbers.signed(words.get(1)) : OptionalInt.of(0);
		if (expiry.isEmpty()) {
			session.reply().line(Answers.BAD_EXPIRY);
			return;
		}
		session.statistics().count(Counter.CMD_FLUSH);
		session.store().flushAll(expiry.getAsInt());
		session.reply().line(Answers.OK);
	}

	/** Nothing is logged, so that there is nothing to set. */
	static void verbosity(Words words, Session session) {
		boolean valid = Numbers.flags(words.get(1)).isPresent();
		session.reply().line(valid ? Answers.OK : Answers.BAD_FORMAT);
	}

	/** As memcached without {@code -A}. */
	static void shutdown(Words words, Session session) {
		session.reply().line("ERROR: shutdown not enabled");
	}

}
