package io.github.memcachedspring.embedded;

/**
 * The command {@code stats}.
 */
final class StatsCommand {

	private StatsCommand() {
	}

	static void run(Words words, Session session) {
		String topic = (words.size() > 1) ? words.get(1) : "";
		switch (topic) {
			case "" -> StatsReport.general(session);
			case "settings" -> StatsReport.settings(session);
			case "items" -> StatsReport.items(session);
			case "sizes" -> session.reply().line("STAT sizes_status disabled").line(Answers.END);
			case "reset" -> reset(session);
			default -> session.reply().line(Answers.ERROR);
		}
	}

	private static void reset(Session session) {
		session.statistics().reset();
		session.reply().line("RESET");
	}

}
