package io.github.memcachedspring.embedded;

/**
 * A meta command without a data block: reads its line, then leaves the rest to its rules.
 */
final class MetaLine {

	private static final String INVALID_FLAG = "CLIENT_ERROR invalid or duplicate flag";

	private final Rules rules;

	private final boolean exact;

	private MetaLine(boolean exact, Rules rules) {
		this.exact = exact;
		this.rules = rules;
	}

	/** A command that says exactly what is wrong with its flags. */
	static Command exact(Rules rules) {
		return Command.locked(new MetaLine(true, rules)::run).withWords(2, Integer.MAX_VALUE);
	}

	/** A command with one answer for all that is wrong with its flags. */
	static Command terse(Rules rules) {
		return Command.locked(new MetaLine(false, rules)::run).withWords(2, Integer.MAX_VALUE);
	}

	private void run(Words words, Session session) {
		if (words.get(1).length() > Command.KEY_LIMIT) {
			session.reply().line(Answers.BAD_FORMAT);
			return;
		}
		if (MetaFlags.tooMany(words)) {
			session.reply().line("CLIENT_ERROR options flags " + (this.exact ? "are too long" : "too long"));
			return;
		}
		MetaRequest request = MetaRequest.of(words, 2);
		String error = request.error();
		if (error != null) {
			session.reply().line(this.exact ? error : INVALID_FLAG);
			return;
		}
		this.rules.run(request, session);
	}

	/** What the command does. */
	@FunctionalInterface
	interface Rules {

		void run(MetaRequest request, Session session);

	}

}
