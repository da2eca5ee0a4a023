package io.github.memcachedspring.embedded;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * The command {@code ma}.
 */
final class MetaArithmetic {

	private static final String INCREMENTS = "I+";

	private static final String DECREMENTS = "D-";

	private MetaArithmetic() {
	}

	static Command command() {
		return MetaLine.terse(MetaArithmetic::run);
	}

	private static void run(MetaRequest request, Session session) {
		char mode = request.flags().mode();
		boolean increment = mode == 0 || INCREMENTS.indexOf(mode) >= 0;
		if (!increment && DECREMENTS.indexOf(mode) < 0) {
			session.reply().line("CLIENT_ERROR invalid mode for ma M token");
			return;
		}
		Item item = session.store().find(request.key().bytes());
		if (item != null) {
			apply(request, item, increment, session);
		}
		else if (request.has('N')) {
			create(request, session);
		}
		else {
			session.statistics().count(increment ? Counter.INCR_MISSES : Counter.DECR_MISSES);
			answer("NF", request, session);
		}
	}

	private static void apply(MetaRequest request, Item item, boolean increment, Session session) {
		OptionalLong expected = request.flags().number('C');
		boolean empty = item.data().length == 0;
		if (!empty && expected.isPresent() && expected.getAsLong() != 0 && expected.getAsLong() != item.cas) {
			answer("EX", request, session);
			return;
		}
		OptionalLong value = Arithmetic.value(item);
		if (value.isEmpty()) {
			session.reply().line(Answers.NOT_NUMERIC);
			return;
		}
		session.statistics().count(increment ? Counter.INCR_HITS : Counter.DECR_HITS);
		long result = Arithmetic.apply(value.getAsLong(), increment, request.flags().number('D').orElse(1));
		Item written = Arithmetic.write(session.store(), item, result);
		// Flags are about the item found, even if its number has moved to a longer one.
		boolean shown = answer(request, new CountedItem(item, written.cas, false), result, session);
		if (shown && request.has('q')) {
			session.reply().clear();
		}
	}

	private static void create(MetaRequest request, Session session) {
		long value = request.flags().number('J').orElse(0);
		byte[] digits = Long.toUnsignedString(value).getBytes(StandardCharsets.ISO_8859_1);
		Item item = new Item(request.key().bytes(), false, 0, 0, digits);
		session.store().put(item);
		answer(request, new CountedItem(item, item.cas, true), value, session);
	}

	private static boolean answer(MetaRequest request, CountedItem item, long value, Session session) {
		String number = Long.toUnsignedString(value);
		String code = request.has('v') ? "VA " + number.length() : "HD";
		ReplyBuffer reply = session.reply();
		boolean shown = request.answer(code, reply, request.key().binary(),
				(flag) -> item.apply(flag, request.flags(), session.time()));
		if (shown) {
			reply.endLine();
		}
		if (shown && request.has('v')) {
			reply.line(number);
		}
		return shown;
	}

	/** Answers that nothing has been changed. */
	private static void answer(String code, MetaRequest request, Session session) {
		if (request.answer(code, session.reply(), request.key().binary(), (flag) -> null)) {
			session.reply().endLine();
		}
	}

	private record CountedItem(Item item, long cas, boolean created) {

		String apply(int flag, MetaFlags flags, ServerTime time) {
			if (flag == 'T' || (flag == 'N' && this.created)) {
				this.item.expiry = time.expiry(flags.expiry((char) flag));
			}
			return switch (flag) {
				case 't' -> "t" + ItemView.remaining(this.item, time.now());
				case 'c' -> "c" + Long.toUnsignedString(this.cas);
				default -> null;
			};
		}

	}

}
