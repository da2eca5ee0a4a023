package io.github.memcachedspring.embedded;

import java.util.OptionalLong;

/**
 * The command {@code md}.
 */
final class MetaDelete {

	private MetaDelete() {
	}

	static Command command() {
		return MetaLine.terse(MetaDelete::run);
	}

	private static void run(MetaRequest request, Session session) {
		Item item = session.store().find(request.key().bytes());
		OptionalLong expected = request.flags().number('C');
		boolean matches = item != null && (expected.isEmpty() || expected.getAsLong() == item.cas);
		String code = (item == null) ? "NF" : matches ? "HD" : "EX";
		if (!matches || !request.has('I')) {
			session.statistics().count(matches ? Counter.DELETE_HITS : Counter.DELETE_MISSES);
		}
		if (!request.answer(code, session.reply(), request.key().binary(), (flag) -> null)) {
			return;
		}
		session.reply().endLine();
		if (matches) {
			delete(request, item, session);
			if (request.has('q')) {
				session.reply().clear();
			}
		}
	}

	private static void delete(MetaRequest request, Item item, Session session) {
		if (!request.has('I')) {
			session.store().remove(item);
			return;
		}
		if (request.has('T')) {
			item.expiry = session.time().expiry(request.flags().expiry('T'));
		}
		item.stale = true;
		item.won = false;
		session.store().renewCas(item);
	}

}
