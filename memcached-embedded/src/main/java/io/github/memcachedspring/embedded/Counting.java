package io.github.memcachedspring.embedded;

import java.util.OptionalLong;

/**
 * The commands {@code incr} and {@code decr}.
 */
final class Counting {

	private final boolean increment;

	private Counting(boolean increment) {
		this.increment = increment;
	}

	static Command of(boolean increment) {
		return Command.locked(new Counting(increment)::run).silenceable().withWords(3, 4);
	}

	private void run(Words words, Session session) {
		OptionalLong delta = Numbers.unsigned(words.get(2));
		if (words.get(1).length() > Command.KEY_LIMIT) {
			session.reply().line(Answers.BAD_FORMAT);
		}
		else if (delta.isEmpty()) {
			session.reply().line(Answers.BAD_DELTA);
		}
		else {
			session.reply().line(count(words.get(1), delta.getAsLong(), session));
		}
	}

	private String count(String key, long delta, Session session) {
		Item item = session.store().find(key);
		if (item == null) {
			session.statistics().count(this.increment ? Counter.INCR_MISSES : Counter.DECR_MISSES);
			return Answers.NOT_FOUND;
		}
		OptionalLong value = Arithmetic.value(item);
		if (value.isEmpty()) {
			return Answers.NOT_NUMERIC;
		}
		session.statistics().count(this.increment ? Counter.INCR_HITS : Counter.DECR_HITS);
		long result = Arithmetic.apply(value.getAsLong(), this.increment, delta);
		Arithmetic.write(session.store(), item, result);
		return Long.toUnsignedString(result);
	}

}
