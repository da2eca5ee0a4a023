package io.github.memcachedspring.embedded;

/**
 * The command {@code me}, and the lines of {@code lru_crawler metadump}.
 */
final class MetaDebug {

	private MetaDebug() {
	}

	static void run(Words words, Session session) {
		if (words.size() < 2 || words.get(1).length() > Command.KEY_LIMIT) {
			session.reply().line(Answers.BAD_FORMAT);
			return;
		}
		boolean binary = words.size() > 2 && words.get(2).equals("b");
		MetaKey key = binary ? MetaKey.decode(words.get(1)) : new MetaKey(words.get(1), false);
		if (key == null) {
			session.reply().line(Answers.BAD_FORMAT);
			return;
		}
		session.statistics().count(Counter.CMD_META);
		Item item = session.store().find(key.bytes());
		session.reply().line((item == null) ? "EN" : describe(item, session));
	}

	private static String describe(Item item, Session session) {
		int now = session.time().now();
		String key = item.binaryKey ? MetaKey.encode(item.key) : item.key;
		// The sign of an expiry is the wrong way round in memcached 1.6.18.
		int expiry = (item.expiry == 0) ? -1 : now - item.expiry;
		return "ME " + key + " exp=" + expiry + " la=" + (now - item.accessed) + common(item);
	}

	/** What the debug command and the dump have in common. */
	static String common(Item item) {
		return " cas=" + Long.toUnsignedString(item.cas) + " fetch=" + (item.fetched ? "yes" : "no") + " cls="
				+ SlabClass.of(item.size()) + " size=" + item.size();
	}

}
