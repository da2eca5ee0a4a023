package io.github.memcachedspring.client.xmemcached;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.Reply;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reply to a command that was written to a session. A blocking caller needs neither a
 * future nor a timer; only a subscriber costs a timer.
 */
final class CommandReply implements Reply<MetaReply> {

	private static final Log logger = LogFactory.getLog(CommandReply.class);

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
			Outcome outcome = this.command.outcome();
			try {
				executor.execute(() -> consumer.accept(outcome.reply(), outcome.failure()));
			}
			catch (RejectedExecutionException ex) {
				this.engine.handOver(() -> consumer.accept(null, rejected(ex)));
			}
			catch (RuntimeException ex) {
				// This may be a driver's thread, which must not suffer for it.
				logger.warn("The executor for answers of memcached node '%s' failed".formatted(this.command.node()),
						ex);
			}
		});
	}

	private MemcachedConnectionException rejected(RejectedExecutionException cause) {
		return new MemcachedConnectionException("The executor for memcached's answers is closed", this.command.node(),
				true, cause);
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
