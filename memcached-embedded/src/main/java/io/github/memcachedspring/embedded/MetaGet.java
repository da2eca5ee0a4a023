package io.github.memcachedspring.embedded;

/**
 * The command {@code mg}.
 */
final class MetaGet {

	private MetaGet() {
	}

	static Command command() {
		return MetaLine.exact(MetaGet::run);
	}

	private static void run(MetaRequest request, Session session) {
		Item item = session.store().find(request.key().bytes());
		boolean create = item == null && request.has('N');
		boolean hit = item != null || create;
		count(hit, hit && request.has('T'), session.statistics());
		if (item != null) {
			answer(request, item, item.stale && !item.won, session);
		}
		else if (create) {
			Item stub = new Item(request.key().bytes(), false, 0, 0, new byte[0]);
			session.store().put(stub);
			answer(request, stub, true, session);
		}
		else {
			miss(request, session.reply());
		}
	}

	private static void count(boolean hit, boolean touched, Statistics statistics) {
		statistics.count(touched ? Counter.CMD_TOUCH : Counter.CMD_GET);
		if (hit) {
			statistics.count(touched ? Counter.TOUCH_HITS : Counter.GET_HITS);
		}
		else {
			statistics.count(Counter.GET_MISSES);
		}
	}

	private static void miss(MetaRequest request, ReplyBuffer reply) {
		boolean shown = request.answer("EN", reply, request.key().binary(), (flag) -> null);
		if (shown && request.has('q')) {
			reply.clear();
		}
		else if (shown) {
			reply.endLine();
		}
	}

	/** Answers with an item, after the flags have changed it in the order sent. */
	private static void answer(MetaRequest request, Item item, boolean wins, Session session) {
		ReplyBuffer reply = session.reply();
		ItemFlags flags = new ItemFlags(request.flags(), item, wins, session.time());
		boolean value = request.has('v');
		String code = value ? "VA " + item.data().length : "HD";
		boolean shown = request.answer(code, reply, item.binaryKey, flags::apply);
		if (!request.has('u') && (shown || !flags.created())) {
			session.store().use(item);
		}
		if (!shown) {
			return;
		}
		reply.text(item.won ? " Z" : "").text(item.stale ? " X" : "").text(flags.wins() ? " W" : "").endLine();
		if (value) {
			reply.data(item.data());
		}
		item.won |= flags.wins();
	}

}
