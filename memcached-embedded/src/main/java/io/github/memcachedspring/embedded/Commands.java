package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All commands by their verbs. Each is made when it is first used, which makes a fresh
 * JVM start faster.
 */
final class Commands implements Command {

	static final String QUIT = "quit";

	private static final int ANY = Integer.MAX_VALUE;

	private final Map<String, Command> commands = new ConcurrentHashMap<>();

	@Override
	public void run(Words words, Session session) throws IOException {
		Command command = this.commands.get(words.verb());
		if (command == null) {
			command = create(words.verb());
			if (command == null) {
				session.reply().line(Answers.ERROR);
				return;
			}
			this.commands.put(words.verb(), command);
		}
		command.run(words, session);
	}

	/** Returns null if there is no such command. */
	private static Command create(String verb) {
		return switch (verb) {
			case "get", "bget" -> Retrieval.get(false);
			case "gets" -> Retrieval.get(true);
			case "gat" -> Retrieval.getAndTouch(false);
			case "gats" -> Retrieval.getAndTouch(true);
			case "set" -> Storage.of(StoreMode.SET);
			case "add" -> Storage.of(StoreMode.ADD);
			case "replace" -> Storage.of(StoreMode.REPLACE);
			case "append" -> Storage.of(StoreMode.APPEND);
			case "prepend" -> Storage.of(StoreMode.PREPEND);
			case "cas" -> Storage.compareAndSet();
			case "incr" -> Counting.of(true);
			case "decr" -> Counting.of(false);
			case "delete" -> Deletion.command();
			case "touch" -> Touching.command();
			default -> createMeta(verb);
		};
	}

	private static Command createMeta(String verb) {
		return switch (verb) {
			case "mg" -> MetaGet.command();
			case "ms" -> MetaSet.command();
			case "md" -> MetaDelete.command();
			case "ma" -> MetaArithmetic.command();
			case "me" -> Command.locked(MetaDebug::run);
			case "mn" -> (words, session) -> session.reply().line("MN");
			default -> createAdministration(verb);
		};
	}

	private static Command createAdministration(String verb) {
		return switch (verb) {
			case "version" -> Administration::version;
			case "flush_all" -> Command.locked(Administration::flushAll).silenceable().withWords(1, 3);
			case "verbosity" -> ((Command) Administration::verbosity).silenceable().withWords(2, 3);
			case "shutdown" -> Administration::shutdown;
			case "stats" -> Command.locked(StatsCommand::run);
			case "lru_crawler" -> Command.locked(Dump::run).withWords(2, ANY);
			case QUIT -> (words, session) -> {
			};
			default -> null;
		};
	}

}
