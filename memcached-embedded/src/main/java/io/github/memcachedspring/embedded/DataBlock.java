package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads what follows the line of a storage command.
 */
final class DataBlock {

	private static final int LINE_END = 2;

	private DataBlock() {
	}

	/**
	 * Takes the data and its line end.
	 * @return null if there is something else in place of the line end, which has been
	 * answered then
	 */
	static byte[] read(Session session, int length) throws IOException {
		byte[] data = take(session, length);
		session.statistics().count(Counter.CMD_SET);
		if (data == null) {
			session.reply().line(Answers.BAD_DATA);
		}
		return data;
	}

	/** The same without an answer. */
	static byte[] take(Session session, int length) throws IOException {
		byte[] block = session.input().block(length + LINE_END);
		boolean ended = block[length] == '\r' && block[length + 1] == '\n';
		return ended ? Arrays.copyOf(block, length) : null;
	}

	/**
	 * Answers that the data is too long, and drops it.
	 * @param action what is done to the store
	 */
	static void refuse(Session session, int length, Runnable action) throws IOException {
		session.statistics().count(Counter.STORE_TOO_LARGE);
		session.store().atomically(action);
		session.reply().line(Answers.TOO_LARGE);
		drop(session, length);
	}

	static void drop(Session session, int length) throws IOException {
		session.input().skip((long) length + LINE_END);
	}

}
