package io.github.memcachedspring.embedded.fault;

import java.time.Duration;
import java.util.function.UnaryOperator;

import io.github.memcachedspring.embedded.fault.Effect.Ending;
import io.github.memcachedspring.embedded.fault.Effect.Phase;
import io.github.memcachedspring.embedded.fault.FaultRule.Occasions;

/**
 * Orders a fault: first to which of the matching commands, then, by one of the last
 * methods here, which. By default it is done to all of them.
 *
 * <p>
 * A fault before execution keeps the command from the server (or, if it is a delay, from
 * reaching it sooner); after execution it concerns the answer only, so that the client
 * cannot know that the server did what it was told.
 *
 * @since 0.1.0
 */
public final class FaultBuilder {

	private final Faults faults;

	private final Command command;

	private int from = 1;

	private int times = Integer.MAX_VALUE;

	private double probability = 1;

	private long seed = System.nanoTime();

	private Phase phase = Phase.DEFAULT;

	FaultBuilder(Faults faults, Command command) {
		this.faults = faults;
		this.command = command;
	}

	/**
	 * Limits how often the fault happens.
	 * @param count how often at most, at least 1
	 * @return this
	 */
	public FaultBuilder times(int count) {
		this.times = atLeast(1, "times", count);
		return this;
	}

	/**
	 * Limits the fault to one command.
	 * @return this
	 */
	public FaultBuilder once() {
		return times(1);
	}

	/**
	 * Spares the first commands that match.
	 * @param first number of the first command the fault is done to, counted from 1
	 * @return this
	 */
	public FaultBuilder from(int first) {
		this.from = atLeast(1, "from", first);
		return this;
	}

	/**
	 * Does the fault to some of the commands only, chosen at random.
	 * @param share how many of them, 0 to 1
	 * @return this
	 */
	public FaultBuilder withProbability(double share) {
		return withProbability(share, this.seed);
	}

	/**
	 * Does the fault to some of the commands only, the same ones for the same seed.
	 * @param share how many of them, 0 to 1
	 * @param randomSeed makes the choice
	 * @return this
	 */
	public FaultBuilder withProbability(double share, long randomSeed) {
		if (!(share >= 0 && share <= 1)) {
			throw new IllegalArgumentException("'probability' must be 0 to 1: '%s'".formatted(share));
		}
		this.probability = share;
		this.seed = randomSeed;
		return this;
	}

	/**
	 * Does the fault before the command is executed. The default, except for
	 * {@link #drop} and the faults that damage an answer.
	 * @return this
	 */
	public FaultBuilder beforeExecution() {
		this.phase = Phase.BEFORE;
		return this;
	}

	/**
	 * Does the fault after the command was executed.
	 * @return this
	 */
	public FaultBuilder afterExecution() {
		this.phase = Phase.AFTER;
		return this;
	}

	/**
	 * Waits, and all later commands of the connection with it.
	 * @param duration how long
	 * @return the rule, which ends waiting when it is removed
	 */
	public FaultRule delay(Duration duration) {
		return pause(Signal.nanos(duration));
	}

	/**
	 * Waits until the rule is removed, and all later commands of the connection with it.
	 * @return the rule
	 */
	public FaultRule hang() {
		return pause(Signal.FOREVER);
	}

	/**
	 * Answers with a line, for example {@code SERVER_ERROR out of memory}; quiet commands
	 * too.
	 * @param line the line without its line break
	 * @return the rule
	 */
	public FaultRule replyWith(String line) {
		return wrongReply(Answers.line(line));
	}

	/**
	 * Answers with these bytes.
	 * @param answer all of the answer, line breaks included
	 * @return the rule
	 */
	public FaultRule wrongReply(byte[] answer) {
		byte[] copy = answer.clone();
		return order(Effect.answer(executes(Phase.BEFORE), (bytes) -> copy, Ending.NONE));
	}

	/**
	 * Answers with bytes that mean nothing, every time the same.
	 * @param length how many
	 * @return the rule
	 */
	public FaultRule garbage(int length) {
		return wrongReply(Answers.garbage(length, length));
	}

	/**
	 * Resets the connection instead of answering.
	 * @return the rule
	 */
	public FaultRule close() {
		return order(Effect.answer(executes(Phase.BEFORE), (bytes) -> new byte[0], Ending.RESET));
	}

	/**
	 * Swallows the answer; the connection stays.
	 * @return the rule
	 */
	public FaultRule drop() {
		return order(Effect.answer(executes(Phase.AFTER), (bytes) -> new byte[0], Ending.NONE));
	}

	/**
	 * Sends the beginning of the answer and closes the connection.
	 * @param length how many bytes are sent, at least 0; if the answer has fewer, all
	 * @return the rule
	 */
	public FaultRule cut(int length) {
		atLeast(0, "length", length);
		return damage((bytes) -> Answers.cut(bytes, length), Ending.CLOSE);
	}

	/**
	 * Sends half of the first value and closes the connection; half of the answer if it
	 * has no value.
	 * @return the rule
	 */
	public FaultRule cutMidValue() {
		return damage(Answers::cutMidValue, Ending.CLOSE);
	}

	/**
	 * Turns a bit in the middle of the first value, or of the answer if it has no value.
	 * @return the rule
	 */
	public FaultRule corruptByte() {
		return damage(Answers::corrupt, Ending.NONE);
	}

	/**
	 * Turns the lowest bit of one byte of the answer.
	 * @param index which, counted from 0; beyond the end nothing is changed
	 * @return the rule
	 */
	public FaultRule corruptByte(int index) {
		atLeast(0, "index", index);
		return damage((bytes) -> Answers.corrupt(bytes, index), Ending.NONE);
	}

	/**
	 * Changes the answer.
	 * @param change is given all bytes of the answer, none if the command was quiet, and
	 * returns what is sent
	 * @return the rule
	 */
	public FaultRule rewrite(UnaryOperator<byte[]> change) {
		return damage(change, Ending.NONE);
	}

	private FaultRule pause(long nanos) {
		return order((this.phase == Phase.AFTER) ? Effect.pauseAfter(nanos) : Effect.pauseBefore(nanos));
	}

	private FaultRule damage(UnaryOperator<byte[]> change, Ending ending) {
		if (this.phase == Phase.BEFORE) {
			throw new IllegalStateException(
					"Only an answer can be damaged, so the command is executed: leave out 'beforeExecution()'");
		}
		return order(Effect.answer(true, change, ending));
	}

	private boolean executes(Phase byDefault) {
		return ((this.phase == Phase.DEFAULT) ? byDefault : this.phase) == Phase.AFTER;
	}

	private FaultRule order(Effect effect) {
		Occasions occasions = new Occasions(this.from, this.times, this.probability, this.seed);
		return this.faults.add(new FaultRule(this.faults, this.command, occasions, effect));
	}

	private static int atLeast(int minimum, String name, int value) {
		if (value < minimum) {
			throw new IllegalArgumentException("'%s' must be at least %d: '%d'".formatted(name, minimum, value));
		}
		return value;
	}

}
