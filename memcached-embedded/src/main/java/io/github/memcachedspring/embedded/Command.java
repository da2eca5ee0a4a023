package io.github.memcachedspring.embedded;

import java.io.IOException;

/**
 * One command of the protocol.
 */
@FunctionalInterface
interface Command {

	/** Memcached's limit for the bytes of a key. */
	int KEY_LIMIT = 250;

	/**
	 * Executes the command and writes its reply.
	 * @throws IOException if the data block could not be read
	 */
	void run(Words words, Session session) throws IOException;

	/** A command that holds the lock of the store while it runs. */
	static Command locked(LineCommand command) {
		return (words, session) -> session.store().atomically(() -> command.run(words, session));
	}

	/** A command that drops its reply if its last word is {@code noreply}. */
	default Command silenceable() {
		return (words, session) -> {
			run(words, session);
			if (words.noreply()) {
				session.reply().clear();
			}
		};
	}

	/**
	 * A command that has the wrong number of words, counted with the verb, for another.
	 */
	default Command withWords(int least, int most) {
		return (words, session) -> {
			if (words.size() < least || words.size() > most) {
				session.reply().line(Answers.ERROR);
			}
			else {
				run(words, session);
			}
		};
	}

	/** A command without a data block. */
	@FunctionalInterface
	interface LineCommand {

		void run(Words words, Session session);

	}

}
