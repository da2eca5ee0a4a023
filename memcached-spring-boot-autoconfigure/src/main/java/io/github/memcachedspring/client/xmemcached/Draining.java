package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;

/**
 * The end of a session whose place was taken: it is closed when all that was sent on it
 * is answered, after one command timeout at the latest.
 */
final class Draining implements Runnable {

	/** Time for those who still send because they looked before the change. */
	private static final Duration PAUSE = Duration.ofMillis(50);

	private final NodeSession session;

	private final Engine engine;

	private final long begin = System.nanoTime();

	/** Once is not enough: a command may just be on its way from one queue to another. */
	private boolean idleBefore;

	private Draining(NodeSession session, Engine engine) {
		this.session = session;
		this.engine = engine;
	}

	static void begin(NodeSession session, Engine engine) {
		engine.schedule(new Draining(session, engine), PAUSE);
	}

	@Override
	public void run() {
		boolean idle = this.session.isAnswered();
		boolean late = System.nanoTime() - this.begin >= this.engine.settings().getTimeout().toNanos();
		if ((idle && this.idleBefore) || late) {
			this.session.close();
			return;
		}
		this.idleBefore = idle;
		this.engine.schedule(this, PAUSE);
	}

}
