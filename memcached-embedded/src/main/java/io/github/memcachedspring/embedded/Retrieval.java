package io.github.memcachedspring.embedded;

import java.util.List;
import java.util.OptionalInt;

/**
 * The commands {@code get}, {@code gets}, {@code gat} and {@code gats}.
 */
final class Retrieval {

	private final boolean withCas;

	private final boolean touching;

	private Retrieval(boolean withCas, boolean touching) {
		this.withCas = withCas;
		this.touching = touching;
	}

	static Command get(boolean withCas) {
		return Command.locked(new Retrieval(withCas, false)::run).withWords(2, Integer.MAX_VALUE);
	}

	static Command getAndTouch(boolean withCas) {
		return Command.locked(new Retrieval(withCas, true)::run).withWords(2, Integer.MAX_VALUE);
	}

	private void run(Words words, Session session) {
		OptionalInt expiry = this.touching ? Numbers.signed(words.get(1)) : OptionalInt.of(0);
		if (expiry.isEmpty()) {
			session.reply().line(Answers.BAD_EXPIRY);
			return;
		}
		List<String> keys = words.from(this.touching ? 2 : 1);
		for (String key : keys) {
			if (key.length() > Command.KEY_LIMIT) {
				session.reply().clear();
				session.reply().line(Answers.BAD_FORMAT);
				return;
			}
			answer(key, expiry.getAsInt(), session);
		}
		session.reply().line(Answers.END);
	}

	private void answer(String key, int expiry, Session session) {
		Item item = session.store().find(key);
		count(item != null, session.statistics());
		if (item == null) {
			return;
		}
		if (this.touching) {
			item.expiry = session.time().expiry(expiry);
		}
		session.store().use(item);
		String line = "VALUE " + key + " " + Integer.toUnsignedString(item.flags) + " " + item.data().length;
		session.reply().line(this.withCas ? line + " " + Long.toUnsignedString(item.cas) : line).data(item.data());
	}

	private void count(boolean hit, Statistics statistics) {
		if (this.touching) {
			statistics.count(Counter.CMD_TOUCH);
			statistics.count(hit ? Counter.TOUCH_HITS : Counter.TOUCH_MISSES);
		}
		else {
			statistics.count(Counter.CMD_GET);
			statistics.count(hit ? Counter.GET_HITS : Counter.GET_MISSES);
		}
	}

}
