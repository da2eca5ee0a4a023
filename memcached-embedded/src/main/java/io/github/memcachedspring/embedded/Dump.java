package io.github.memcachedspring.embedded;

import java.util.Set;

/**
 * The command {@code lru_crawler}, of which {@code metadump} is useful here: it lists all
 * items.
 */
final class Dump {

	private static final Set<String> ALL = Set.of("all", "hash");

	private Dump() {
	}

	static void run(Words words, Session session) {
		String verb = words.get(1);
		if (words.size() == 2 && (verb.equals("enable") || verb.equals("disable"))) {
			session.reply().line(Answers.OK);
		}
		else if (words.size() == 3 && verb.equals("metadump")) {
			dump(words.get(2), session);
		}
		else {
			session.reply().line(Answers.ERROR);
		}
	}

	private static void dump(String which, Session session) {
		if (!ALL.contains(which)) {
			session.reply().line("BADCLASS invalid class id");
			return;
		}
		session.store().forEach((item) -> session.reply().text(describe(item, session.time())).text("\n"));
		session.reply().line(Answers.END);
	}

	private static String describe(Item item, ServerTime time) {
		long expiry = (item.expiry == 0) ? -1 : time.unixTime(item.expiry);
		return "key=" + encode(item.key) + " exp=" + expiry + " la=" + time.unixTime(item.accessed)
				+ MetaDebug.common(item);
	}

	private static String encode(String key) {
		StringBuilder encoded = new StringBuilder();
		for (char character : key.toCharArray()) {
			boolean plain = Character.isLetterOrDigit(character) && character < 128 || "-._~".indexOf(character) >= 0;
			encoded.append(plain ? String.valueOf(character) : "%%%02X".formatted((int) character));
		}
		return encoded.toString();
	}

}
