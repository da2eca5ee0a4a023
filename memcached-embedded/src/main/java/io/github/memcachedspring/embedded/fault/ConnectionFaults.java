package io.github.memcachedspring.embedded.fault;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What is wrong with connections, whatever command they carry: with all of them, those to
 * come included, or with one. Several can be wrong at a time, and each may be changed
 * while the connection is in use. What is said of one connection goes before what is said
 * of all.
 *
 * @since 0.1.0
 */
public final class ConnectionFaults {

	private final Signal signal;

	private final Runnable cut;

	private volatile Conditions conditions = Conditions.PERFECT;

	ConnectionFaults(Signal signal, Runnable cut) {
		this.signal = signal;
		this.cut = cut;
	}

	/**
	 * Lets nothing through in either direction until {@link #release()}: as a server that
	 * is stopped.
	 * @return this
	 */
	public ConnectionFaults hang() {
		return change((now) -> now.withHeld(true, true));
	}

	/**
	 * Lets nothing through that clients send, until {@link #release()}. Commands that
	 * have arrived before are executed and answered.
	 * @return this
	 */
	public ConnectionFaults hangRequests() {
		return change((now) -> now.withHeld(true, now.holdsReplies()));
	}

	/**
	 * Lets nothing through that the server sends, until {@link #release()}: what clients
	 * ask for is done without their learning so.
	 * @return this
	 */
	public ConnectionFaults hangReplies() {
		return change((now) -> now.withHeld(now.holdsRequests(), true));
	}

	/**
	 * Lets everything through again, first what was held.
	 * @return this
	 */
	public ConnectionFaults release() {
		return change((now) -> now.withHeld(false, false));
	}

	/**
	 * Delays replies. Commands that are sent together are answered together.
	 * @param duration from a command's arrival to its reply, at least
	 * @return this
	 */
	public ConnectionFaults latency(Duration duration) {
		return latency(duration, Duration.ZERO);
	}

	/**
	 * Delays replies by times that vary; their order stays.
	 * @param duration from a command's arrival to its reply, at least, on average
	 * @param jitter by how much that is more or less, at most
	 * @return this
	 */
	public ConnectionFaults latency(Duration duration, Duration jitter) {
		long nanos = Signal.nanos(duration);
		long jitterNanos = Signal.nanos(jitter);
		return change((now) -> now.withLatency(nanos, jitterNanos));
	}

	/**
	 * Limits how fast bytes come through, in each direction by itself.
	 * @param bytesPerSecond how many for each connection, at least 1
	 * @return this
	 */
	public ConnectionFaults bandwidth(long bytesPerSecond) {
		if (bytesPerSecond < 1) {
			throw new IllegalArgumentException("'bytesPerSecond' must be at least 1: '%d'".formatted(bytesPerSecond));
		}
		return change((now) -> now.withBandwidth(bytesPerSecond));
	}

	/**
	 * Sends replies in pieces of random length.
	 * @param bytes length of the largest piece, at least 1
	 * @return this
	 */
	public ConnectionFaults slice(int bytes) {
		if (bytes < 1) {
			throw new IllegalArgumentException("'bytes' must be at least 1: '%d'".formatted(bytes));
		}
		return change((now) -> now.withSlice(bytes));
	}

	/**
	 * Ends all of these faults; what was held is let through.
	 * @return this
	 */
	public ConnectionFaults heal() {
		return change((now) -> Conditions.PERFECT);
	}

	/** Resets the connections there are; what is held on them is lost. */
	public void cut() {
		this.cut.run();
	}

	Conditions conditions() {
		return this.conditions;
	}

	private ConnectionFaults change(UnaryOperator<Conditions> change) {
		synchronized (this) {
			this.conditions = change.apply(this.conditions);
		}
		this.signal.changed();
		return this;
	}

}
