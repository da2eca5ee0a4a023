package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The commands {@code set}, {@code add}, {@code replace}, {@code append}, {@code prepend}
 * and {@code cas}.
 */
final class Storage {

	/** A length above this would overflow with the line end. */
	static final int LENGTH_LIMIT = Integer.MAX_VALUE - 2;

	private final StoreMode mode;

	private final boolean comparing;

	private Storage(StoreMode mode, boolean comparing) {
		this.mode = mode;
		this.comparing = comparing;
	}

	static Command of(StoreMode mode) {
		return ((Command) new Storage(mode, false)::run).silenceable().withWords(5, 6);
	}

	static Command compareAndSet() {
		return ((Command) new Storage(StoreMode.SET, true)::run).silenceable().withWords(6, 7);
	}

	private void run(Words words, Session session) throws IOException {
		OptionalInt flags = Numbers.flags(words.get(2));
		OptionalInt expiry = Numbers.signed(words.get(3));
		OptionalInt length = Numbers.signed(words.get(4));
		OptionalLong expected = this.comparing ? Numbers.unsigned(words.get(5)) : OptionalLong.empty();
		boolean parsed = flags.isPresent() && expiry.isPresent() && isLength(length)
				&& expected.isPresent() == this.comparing;
		if (!parsed || words.get(1).length() > Command.KEY_LIMIT) {
			session.reply().line(Answers.BAD_FORMAT);
			return;
		}
		store(words.get(1), flags.getAsInt(), expiry.getAsInt(), length.getAsInt(), expected, session);
	}

	static boolean isLength(OptionalInt length) {
		return length.isPresent() && length.getAsInt() >= 0 && length.getAsInt() <= LENGTH_LIMIT;
	}

	private void store(String key, int flags, int expiry, int length, OptionalLong expected, Session session)
			throws IOException {
		if (!session.store().accepts(Item.size(key.length(), flags, length))) {
			DataBlock.refuse(session, length, () -> {
				if (this.mode == StoreMode.SET && !this.comparing) {
					session.store().delete(key);
				}
			});
			return;
		}
		byte[] data = DataBlock.read(session, length);
		if (data != null) {
			session.store().atomically(() -> {
				Item item = new Item(key, false, flags, session.time().expiry(expiry), data);
				Stored stored = session.storing().store(item, this.mode, expected, false);
				session.reply().line(stored.result().text());
			});
		}
	}

}
