package io.github.memcachedspring.embedded.fault;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What becomes of connections that clients open from now on. Those there are stay as they
 * are.
 *
 * @since 0.1.0
 */
public final class NewConnectionFaults {

	private final Signal signal;

	private final Door door;

	private volatile Welcome welcome = Welcome.ACCEPT;

	NewConnectionFaults(Signal signal, Door door) {
		this.signal = signal;
		this.door = door;
	}

	/** Refuses them, as if no server were there. */
	public void refuse() {
		change(Welcome.REFUSE);
	}

	/** Accepts them and resets them at once. */
	public void reset() {
		change(Welcome.RESET);
	}

	/**
	 * Accepts them and stays silent: neither reads nor writes until {@link #accept()}.
	 */
	public void silence() {
		change(Welcome.SILENCE);
	}

	/** Accepts them again; those that met with silence are served. */
	public void accept() {
		change(Welcome.ACCEPT);
	}

	/**
	 * Returns whether they are refused, for a server that starts again.
	 * @return whether {@link #refuse()} is in force
	 */
	public boolean areRefused() {
		return this.welcome == Welcome.REFUSE;
	}

	Welcome welcome() {
		return this.welcome;
	}

	private synchronized void change(Welcome next) {
		try {
			this.welcome = next;
			if (next == Welcome.REFUSE) {
				this.door.shut();
			}
			else {
				this.door.open();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.signal.changed();
		}
	}

	/** What a new connection meets with. */
	enum Welcome {

		ACCEPT, REFUSE, RESET, SILENCE

	}

}
