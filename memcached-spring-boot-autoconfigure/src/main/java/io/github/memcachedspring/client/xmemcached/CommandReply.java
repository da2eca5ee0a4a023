package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Reply to a command that was written to a session. A blocking caller needs neither a
 * future nor a timer; only a subscriber costs a timer.
 */
final class CommandReply implements Reply<MetaReply> {

	private final MetaCommand command;

	private final Engine engine;

	private final boolean admitted;

	/**
	 * Creates a reply.
	 * @param command the command
	 * @param engine what all nodes share
	 * @param admitted whether the session is in use, so that callers wait
	 */
	CommandReply(MetaCommand command, Engine engine, boolean admitted) {
		this.command = command;
		this.engine = engine;
		this.admitted = admitted;
	}

	@Override
	@SuppressWarnings("NullAway") // an outcome without failure has a reply
	public MetaReply await() {
		Outcome outcome = this.command.await(timeoutNanos());
		if (outcome == null) {
			timeOut();
			outcome = this.command.outcome();
		}
		RuntimeException failure = outcome.failure();
		if (failure != null) {
			throw failure;
		}
		return outcome.reply();
	}

	@Override
	public void subscribe(Executor executor,
			BiConsumer<? super @Nullable MetaReply, ? super @Nullable RuntimeException> consumer) {
		Future<?> timeout = this.engine.schedule(this::timeOutUnlessOverslept,
				timeoutNanos() - this.command.ageNanos());
		this.command.listen(() -> {
			timeout.cancel(false);
			new Delivery(this.command.outcome(), this.command.node(), consumer).start(executor, this.engine);
		});
	}

	private void timeOutUnlessOverslept() {
		long grace = Grace.after(this.command.ageNanos() - timeoutNanos());
		if (grace > 0) {
			this.engine.schedule(this::timeOut, grace);
		}
		else {
			timeOut();
		}
	}

	private void timeOut() {
		this.command.abandon(timeout());
	}

	private long timeoutNanos() {
		return timeout().toNanos();
	}

	private Duration timeout() {
		XMemcachedSettings settings = this.engine.settings();
		return this.admitted ? settings.getTimeout() : settings.connectTimeout();
	}

}
