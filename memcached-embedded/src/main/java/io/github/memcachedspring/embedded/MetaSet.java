package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.util.OptionalInt;

/**
 * The command {@code ms}.
 */
final class MetaSet {

	private static final String MODES = "EAPRS";

	private static final StoreMode[] STORE_MODES = { StoreMode.ADD, StoreMode.APPEND, StoreMode.PREPEND,
			StoreMode.REPLACE, StoreMode.SET };

	private MetaSet() {
	}

	static Command command() {
		return ((Command) MetaSet::run).withWords(2, Integer.MAX_VALUE);
	}

	private static void run(Words words, Session session) throws IOException {
		if (words.size() < 3 || words.get(1).length() > Command.KEY_LIMIT) {
			session.reply().line(Answers.BAD_FORMAT);
			return;
		}
		if (MetaFlags.tooMany(words)) {
			session.reply().line("CLIENT_ERROR options flags too long");
			return;
		}
		OptionalInt length = Numbers.signed(words.get(2));
		if (!Storage.isLength(length)) {
			session.reply().line(Answers.BAD_FORMAT);
			return;
		}
		run(MetaRequest.of(words, 3), length.getAsInt(), session);
	}

	private static void run(MetaRequest request, int length, Session session) throws IOException {
		String error = errorOf(request);
		if (error != null) {
			session.reply().line(error);
			DataBlock.drop(session, length);
			return;
		}
		String key = request.key().bytes();
		if (!session.store().accepts(Item.size(key.length(), request.flags().clientFlags(), length))) {
			DataBlock.refuse(session, length, () -> session.store().delete(key));
			return;
		}
		byte[] data = DataBlock.read(session, length);
		if (data != null) {
			session.store().atomically(() -> store(request, data, session));
		}
	}

	private static String errorOf(MetaRequest request) {
		if (request.error() != null) {
			return request.error();
		}
		char mode = request.flags().mode();
		return (mode != 0 && MODES.indexOf(mode) < 0) ? "CLIENT_ERROR invalid mode for ms M token"
				: request.opaqueError();
	}

	private static void store(MetaRequest request, byte[] data, Session session) {
		MetaFlags flags = request.flags();
		Item item = new Item(request.key().bytes(), request.key().binary(), flags.clientFlags(),
				session.time().expiry(flags.expiry('T')), data);
		Stored stored = session.storing().store(item, mode(flags), flags.number('C'), flags.has('I'));
		if (stored.result() == StoreResult.STORED && flags.has('q')) {
			return;
		}
		request.answer(stored.result().meta(), session.reply(), request.key().binary(),
				(flag) -> (flag == 'c') ? "c" + Long.toUnsignedString(stored.cas()) : null);
		session.reply().endLine();
	}

	private static StoreMode mode(MetaFlags flags) {
		return (flags.mode() != 0) ? STORE_MODES[MODES.indexOf(flags.mode())] : StoreMode.SET;
	}

}
