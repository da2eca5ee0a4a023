package io.github.memcachedspring.embedded;

/**
 * The command {@code delete}.
 */
final class Deletion {

	private static final String USAGE = Answers.BAD_FORMAT + ".  Usage: delete <key> [noreply]";

	private Deletion() {
	}

	static Command command() {
		return Command.locked(Deletion::run).silenceable().withWords(2, 4);
	}

	private static void run(Words words, Session session) {
		session.reply().line(answer(words, session));
	}

	private static String answer(Words words, Session session) {
		// A time could follow once; clients still send its zero.
		boolean zeroTime = words.size() > 2 && words.get(2).equals("0");
		boolean valid = switch (words.size()) {
			case 2 -> true;
			case 3 -> zeroTime || words.noreply();
			default -> zeroTime && words.noreply();
		};
		if (!valid) {
			return USAGE;
		}
		if (words.get(1).length() > Command.KEY_LIMIT) {
			return Answers.BAD_FORMAT;
		}
		Item item = session.store().find(words.get(1));
		if (item == null) {
			session.statistics().count(Counter.DELETE_MISSES);
			return Answers.NOT_FOUND;
		}
		session.statistics().count(Counter.DELETE_HITS);
		session.store().remove(item);
		return "DELETED";
	}

}
