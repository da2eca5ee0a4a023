package io.github.memcachedspring.embedded.fault;

import java.io.IOException;

import io.github.memcachedspring.embedded.fault.Effect.Ending;

/**
 * A command that a fault happens to.
 *
 * @since 0.1.0
 */
public final class FaultyCommand {

	private final FaultyConnection connection;

	private final FaultRule rule;

	private final long arrived;

	FaultyCommand(FaultyConnection connection, FaultRule rule, long arrived) {
		this.connection = connection;
		this.rule = rule;
		this.arrived = arrived;
	}

	/**
	 * Does what comes before the execution, for example waits. What was answered to
	 * earlier commands should have been written before.
	 * @return whether the server is to execute the command
	 * @throws IOException if the connection is gone meanwhile; the command must not be
	 * executed then
	 */
	public boolean beforeExecution() throws IOException {
		pause(this.rule.effect().pauseBefore());
		return this.rule.effect().executes();
	}

	/**
	 * Answers, or does what happens instead. The connection may be closed then.
	 * @param answer all bytes of the server's answer; empty if there is none
	 * @throws IOException if the connection is gone
	 */
	public void answer(byte[] answer) throws IOException {
		Effect effect = this.rule.effect();
		pause(effect.pauseAfter());
		this.connection.send(effect.answer().apply(answer), this.arrived);
		if (effect.ending() == Ending.CLOSE) {
			this.connection.finish();
		}
		else if (effect.ending() == Ending.RESET) {
			this.connection.reset();
		}
	}

	private void pause(long nanos) throws IOException {
		if (nanos > 0) {
			this.connection.pause(this.rule::isRemoved, nanos);
		}
	}

}
