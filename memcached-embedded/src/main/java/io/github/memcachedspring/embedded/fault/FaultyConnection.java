package io.github.memcachedspring.embedded.fault;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.BooleanSupplier;

import io.github.memcachedspring.embedded.fault.NewConnectionFaults.Welcome;

/**
 * A client's connection as a server sees it that applies faults: reads from
 * {@link #input()}, asks for each command whether there is a fault, and writes to
 * {@link #output()}.
 *
 * @since 0.1.0
 */
public final class FaultyConnection implements Closeable {

	private final Faults faults;

	private final int number;

	private final Socket socket;

	private final boolean metWithSilence;

	private final HeldInput input;

	private final ShapedOutput output;

	private volatile boolean clientGone;

	FaultyConnection(Faults faults, int number, Socket socket) throws IOException {
		this.faults = faults;
		this.number = number;
		this.socket = socket;
		this.metWithSilence = faults.newConnections().welcome() == Welcome.SILENCE;
		// Else the pieces of a reply would be put together again.
		socket.setTcpNoDelay(true);
		this.input = new HeldInput(this, socket.getInputStream());
		this.output = new ShapedOutput(this, socket.getOutputStream());
	}

	/**
	 * Returns the number that rules know the connection by.
	 * @return the number, counted from 1 in the order of arrival
	 */
	public int number() {
		return this.number;
	}

	/**
	 * Returns what the client sends.
	 * @return a stream without a buffer
	 */
	public InputStream input() {
		return this.input;
	}

	/**
	 * Returns the way to the client, for answers without a fault of their own. The
	 * answers of commands that came together should be written together, else each is
	 * delayed by itself.
	 * @return a stream without a buffer, for one thread at a time
	 */
	public OutputStream output() {
		return this.output;
	}

	/**
	 * Decides what happens to a command, and counts it. To be called once for each.
	 * @param line the line without its line break, one character for each byte
	 * @return the fault to apply, or {@code null} if the command is to be executed and
	 * answered as usual
	 */
	public FaultyCommand command(String line) {
		FaultRule rule = this.faults.ruleFor(this.number, line);
		return (rule != null) ? new FaultyCommand(this, rule, this.input.arrived()) : null;
	}

	/**
	 * Returns whether the connection is closed.
	 * @return whether it was closed by this side
	 */
	public boolean isClosed() {
		return this.socket.isClosed();
	}

	@Override
	public void close() throws IOException {
		try {
			this.socket.close();
		}
		finally {
			this.faults.closed(this);
		}
	}

	/** Closes the connection so that the client gets an error. */
	void reset() {
		try (this) {
			this.socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// The client is gone already.
		}
	}

	/** Closes the connection so that the client gets all that was sent to it. */
	void finish() throws IOException {
		try (this) {
			this.socket.shutdownOutput();
			// What is left unread would make a reset of the close.
			InputStream unread = this.socket.getInputStream();
			unread.skip(unread.available());
		}
	}

	void awaitClosed() throws IOException {
		this.faults.signal().awaitOnConnection(this.socket::isClosed, Signal.FOREVER);
	}

	void send(byte[] bytes, long arrived) throws IOException {
		this.output.send(bytes, 0, bytes.length, arrived);
	}

	long arrived() {
		return this.input.arrived();
	}

	Conditions conditions() {
		Conditions conditions = this.faults.conditions(this.number);
		boolean silent = this.metWithSilence && this.faults.newConnections().welcome() == Welcome.SILENCE;
		return silent ? conditions.withHeld(true, true) : conditions;
	}

	/** To be called when the client has sent its last; ends what would never be seen. */
	void clientGone() {
		this.clientGone = true;
		this.faults.signal().changed();
	}

	/**
	 * Waits until something is over, at most that long. Nobody waits for ever for a
	 * client that is gone.
	 */
	void pause(BooleanSupplier over, long nanos) throws IOException {
		if (!over.getAsBoolean()) {
			this.faults.signal().awaitOnConnection(() -> isLost(nanos) || over.getAsBoolean(), nanos);
		}
		if (this.socket.isClosed() || (isLost(nanos) && !over.getAsBoolean())) {
			throw new SocketException("The connection is gone");
		}
	}

	private boolean isLost(long nanos) {
		return this.socket.isClosed() || (this.clientGone && nanos == Signal.FOREVER);
	}

}
