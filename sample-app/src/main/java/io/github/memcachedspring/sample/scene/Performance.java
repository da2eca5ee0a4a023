package io.github.memcachedspring.sample.scene;

import io.github.memcachedspring.sample.traffic.Traffic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scene that is played, or was.
 */
final class Performance implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Performance.class);

	private final Scene scene;

	private final Run without;

	private final Run with;

	private volatile State state = State.WITHOUT;

	Performance(Scene scene, Traffic traffic) {
		this.scene = scene;
		this.without = new Run(traffic);
		this.with = new Run(traffic);
	}

	@Override
	public void run() {
		try {
			this.scene.without(this.without);
			this.state = State.WITH;
			this.scene.with(this.with);
			this.state = State.DONE;
		}
		catch (InterruptedException ex) {
			this.state = State.CANCELLED;
		}
		catch (RuntimeException ex) {
			this.state = stateAfter(ex);
		}
	}

	/** The source can only throw unchecked when it is interrupted. */
	private State stateAfter(RuntimeException ex) {
		if (Thread.currentThread().isInterrupted()) {
			return State.CANCELLED;
		}
		logger.warn("The scene '{}' failed", this.scene.name(), ex);
		return State.FAILED;
	}

	PerformanceView view() {
		// Before the figures: those of a scene that is over must be the final ones.
		State state = this.state;
		return new PerformanceView(this.scene.name(), state, this.without.view(), this.with.view());
	}

	/**
	 * How far it has come.
	 */
	enum State {

		/** The first part is played. */
		WITHOUT,

		/** The second part is played. */
		WITH,

		/** Both parts were played to their end. */
		DONE,

		/** It was ended early. */
		CANCELLED,

		/** It could not be played; the log tells why. */
		FAILED

	}

}
