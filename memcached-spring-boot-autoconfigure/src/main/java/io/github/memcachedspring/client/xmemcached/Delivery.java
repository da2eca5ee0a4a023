package io.github.memcachedspring.client.xmemcached;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedNode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Takes an outcome to its consumer on the consumer's executor, once. If that fails, be it
 * for lack of memory or threads, the consumer learns so from somebody else: one that
 * never hears would wait for ever.
 */
final class Delivery implements Runnable {

	private static final Log logger = LogFactory.getLog(Delivery.class);

	private final Outcome outcome;

	private final MemcachedNode node;

	private final BiConsumer<? super @Nullable MetaReply, ? super @Nullable RuntimeException> consumer;

	/** An executor may fail although it has kept the task, and run it later. */
	private final AtomicBoolean begun = new AtomicBoolean();

	Delivery(Outcome outcome, MemcachedNode node,
			BiConsumer<? super @Nullable MetaReply, ? super @Nullable RuntimeException> consumer) {
		this.outcome = outcome;
		this.node = node;
		this.consumer = consumer;
	}

	/** May be called on a driver's thread, which must not suffer for anything. */
	void start(Executor executor, Engine engine) {
		try {
			executor.execute(this);
		}
		catch (Throwable ex) {
			tell(ex, engine);
		}
	}

	@Override
	public void run() {
		if (this.begun.compareAndSet(false, true)) {
			this.consumer.accept(this.outcome.reply(), this.outcome.failure());
		}
	}

	private void tell(Throwable failure, Engine engine) {
		try {
			if (!(failure instanceof RejectedExecutionException)) {
				Quietly.warn(logger, "The executor for answers of memcached node '%s' failed", this.node, failure);
			}
			if (!this.begun.get()) {
				engine.handOver(() -> refuse(failure));
			}
		}
		catch (Throwable ex) {
			Quietly.warn(logger, "The consumer of an answer of memcached node '%s' was not told of that", this.node,
					ex);
		}
	}

	private void refuse(Throwable failure) {
		if (this.begun.compareAndSet(false, true)) {
			String what = (failure instanceof RejectedExecutionException) ? "is closed" : "failed";
			this.consumer.accept(null, new MemcachedConnectionException("The executor for memcached's answers " + what,
					this.node, true, failure));
		}
	}

}
