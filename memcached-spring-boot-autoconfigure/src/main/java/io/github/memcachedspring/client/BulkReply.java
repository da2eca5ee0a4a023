package io.github.memcachedspring.client;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Replies to the same command for many keys. A first lot is sent at once; each answer
 * that is consumed has one more command sent, until all are.
 *
 * @param <T> type of a single result
 */
final class BulkReply<T extends @Nullable Object> implements Reply<BulkResult<T>> {

	/**
	 * Enough to keep a connection busy, a fraction of the limit for commands in flight.
	 */
	static final int WINDOW = 256;

	private final Function<MemcachedKey, Reply<T>> command;

	private final Iterator<MemcachedKey> rest;

	private final Queue<Sent<T>> sent = new ArrayDeque<>();

	private final Collector<T> collector;

	BulkReply(Collection<MemcachedKey> keys, Function<MemcachedKey, Reply<T>> command) {
		Collection<MemcachedKey> unique = new LinkedHashSet<>(keys);
		this.command = command;
		this.rest = unique.iterator();
		this.collector = new Collector<>(unique.size());
		while (this.sent.size() < WINDOW && this.rest.hasNext()) {
			this.sent.add(sendNext());
		}
	}

	private Sent<T> sendNext() {
		MemcachedKey key = this.rest.next();
		return new Sent<>(key, this.command.apply(key));
	}

	@Override
	public BulkResult<T> await() {
		Sent<T> next;
		while ((next = this.sent.poll()) != null) {
			try {
				this.collector.add(next.key(), next.reply().await(), null);
			}
			catch (RuntimeException ex) {
				this.collector.add(next.key(), null, ex);
			}
			if (this.rest.hasNext()) {
				this.sent.add(sendNext());
			}
		}
		return this.collector.result;
	}

	@Override
	public void subscribe(Executor executor,
			BiConsumer<? super @Nullable BulkResult<T>, ? super @Nullable RuntimeException> consumer) {
		if (this.sent.isEmpty()) {
			new Handover<BulkResult<T>>(executor, consumer).deliver(this.collector.result, null);
			return;
		}
		new Pump(executor, consumer).run();
	}

	/**
	 * Subscribes to what was sent, and sends one more for each answer. One thread at a
	 * time does so, in a loop: answers that are there at once would otherwise nest as
	 * deep as there are keys.
	 */
	private final class Pump implements Runnable {

		private final Executor executor;

		private final BiConsumer<? super @Nullable BulkResult<T>, ? super @Nullable RuntimeException> consumer;

		private final AtomicInteger outstanding = new AtomicInteger(BulkReply.this.sent.size());

		private final AtomicInteger requests = new AtomicInteger();

		Pump(Executor executor,
				BiConsumer<? super @Nullable BulkResult<T>, ? super @Nullable RuntimeException> consumer) {
			this.executor = executor;
			this.consumer = consumer;
		}

		@Override
		public void run() {
			if (this.requests.getAndIncrement() > 0) {
				return;
			}
			int handled = 1;
			do {
				sendAndSubscribe();
				handled = this.requests.addAndGet(-handled);
			}
			while (handled > 0);
		}

		private void sendAndSubscribe() {
			while (BulkReply.this.rest.hasNext() && this.outstanding.get() < WINDOW) {
				this.outstanding.incrementAndGet();
				BulkReply.this.sent.add(sendNext());
			}
			Sent<T> next;
			while ((next = BulkReply.this.sent.poll()) != null) {
				subscribe(next);
			}
		}

		private void subscribe(Sent<T> next) {
			next.reply().subscribe(this.executor, (result, failure) -> {
				this.outstanding.decrementAndGet();
				if (BulkReply.this.collector.add(next.key(), result, failure)) {
					this.consumer.accept(BulkReply.this.collector.result, null);
				}
				else {
					run();
				}
			});
		}

	}

	/**
	 * A command that was sent.
	 *
	 * @param <T> type of the result
	 * @param key the key
	 * @param reply the reply
	 */
	private record Sent<T extends @Nullable Object>(MemcachedKey key, Reply<T> reply) {

	}

	private static final class Collector<T extends @Nullable Object> {

		private final BulkResult<T> result = new BulkResult<>(new LinkedHashMap<>(), new LinkedHashMap<>());

		private int missing;

		Collector(int expected) {
			this.missing = expected;
		}

		/** Returns true for the last one. */
		@SuppressWarnings("NullAway") // null only where T admits it
		synchronized boolean add(MemcachedKey key, @Nullable T value, @Nullable RuntimeException failure) {
			if (failure != null) {
				this.result.failures().put(key, failure);
			}
			else {
				this.result.results().put(key, value);
			}
			return --this.missing == 0;
		}

	}

}
