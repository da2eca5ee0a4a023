package io.github.memcachedspring.embedded;

import java.util.OptionalInt;

/**
 * The command {@code touch}.
 */
final class Touching {

	private Touching() {
	}

	static Command command() {
		return Command.locked(Touching::run).silenceable().withWords(3, 4);
	}

	private static void run(Words words, Session session) {
		session.reply().line(answer(words, session));
	}

	private static String answer(Words words, Session session) {
		OptionalInt expiry = Numbers.signed(words.get(2));
		if (words.get(1).length() > Command.KEY_LIMIT) {
			return Answers.BAD_FORMAT;
		}
		if (expiry.isEmpty()) {
			return Answers.BAD_EXPIRY;
		}
		session.statistics().count(Counter.CMD_TOUCH);
		Item item = session.store().find(words.get(1));
		if (item == null) {
			session.statistics().count(Counter.TOUCH_MISSES);
			return Answers.NOT_FOUND;
		}
		session.statistics().count(Counter.TOUCH_HITS);
		item.expiry = session.time().expiry(expiry.getAsInt());
		session.store().use(item);
		return "TOUCHED";
	}

}
