package io.github.memcachedspring.lease;

import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;

/**
 * Holds back the server's answers to polls, for as long as a test wants, so that things
 * can happen while one is on its way.
 */
final class PollGate {

	private final AtomicInteger polls = new AtomicInteger();

	private boolean closed;

	private @Nullable CompletableFuture<@Nullable Void> held;

	/** Decorates the operations of those who poll. */
	MemcachedOperations before(MemcachedOperations target) {
		return (MemcachedOperations) Proxy.newProxyInstance(PollGate.class.getClassLoader(),
				new Class<?>[] { MemcachedOperations.class }, (proxy, method, arguments) -> {
					Object reply = method.invoke(target, arguments);
					return method.getName().equals("getWithLease") ? pass((Reply<?>) reply) : reply;
				});
	}

	private Reply<Item> pass(Reply<?> reply) {
		Item answer = (Item) reply.await();
		this.polls.incrementAndGet();
		return Reply.ofFuture(hold().thenApply((opened) -> answer));
	}

	private synchronized CompletableFuture<@Nullable Void> hold() {
		if (!this.closed) {
			return CompletableFuture.completedFuture(null);
		}
		if (this.held != null) {
			throw new AssertionError("Two polls at a time");
		}
		this.held = new CompletableFuture<>();
		return this.held;
	}

	int polls() {
		return this.polls.get();
	}

	/** Returns when the answer to a poll is held. */
	void close() {
		synchronized (this) {
			this.closed = true;
		}
		awaitHeld();
	}

	private void awaitHeld() {
		TestJvm.waitUntil(() -> {
			synchronized (this) {
				return this.held != null;
			}
		});
	}

	/** Lets the answer pass that is held, and returns when that to the next poll is. */
	void passOne() {
		release();
		awaitHeld();
	}

	void open() {
		synchronized (this) {
			this.closed = false;
		}
		release();
	}

	private void release() {
		CompletableFuture<@Nullable Void> passing;
		synchronized (this) {
			passing = this.held;
			this.held = null;
		}
		if (passing != null) {
			passing.complete(null);
		}
	}

}
