package io.github.memcachedspring.embedded.fault;

import java.util.function.UnaryOperator;

/**
 * What happens to one command.
 *
 * @param pauseBefore nanoseconds to wait before the command is executed
 * @param executes whether the server gets to see the command
 * @param pauseAfter nanoseconds to wait before the answer
 * @param answer makes the answer of the server's, which is empty if the command is not
 * executed
 * @param ending what becomes of the connection
 */
record Effect(long pauseBefore, boolean executes, long pauseAfter, UnaryOperator<byte[]> answer, Ending ending) {

	static Effect pauseBefore(long nanos) {
		return new Effect(nanos, true, 0, UnaryOperator.identity(), Ending.NONE);
	}

	static Effect pauseAfter(long nanos) {
		return new Effect(0, true, nanos, UnaryOperator.identity(), Ending.NONE);
	}

	static Effect answer(boolean executes, UnaryOperator<byte[]> answer, Ending ending) {
		return new Effect(0, executes, 0, answer, ending);
	}

	/** What becomes of a connection after a fault. */
	enum Ending {

		/** It goes on. */
		NONE,

		/**
		 * It is closed after what was sent: the client reads to the end of the stream.
		 */
		CLOSE,

		/** It is reset: the client gets an error. */
		RESET

	}

	/** When a fault is done to a command. */
	enum Phase {

		DEFAULT, BEFORE, AFTER

	}

}
