package io.github.memcachedspring.client;

import org.jspecify.annotations.Nullable;

/**
 * The verbs of {@link NodeOperations}, for those who do the same to all of them.
 *
 * @since 0.1.0
 */
public enum Verb {

	/** {@link MemcachedOperations#get}. */
	GET("get", CommandOutcome.HIT, CommandOutcome.MISS),

	/** {@link MemcachedOperations#getWithLease}. */
	GET_WITH_LEASE("get", CommandOutcome.HIT, CommandOutcome.MISS),

	/** {@link MemcachedOperations#getForRefresh}. */
	GET_FOR_REFRESH("get", CommandOutcome.HIT, CommandOutcome.MISS),

	/** {@link MemcachedOperations#getAndTouch}. */
	GET_AND_TOUCH("gat", CommandOutcome.HIT, CommandOutcome.MISS),

	/** {@link MemcachedOperations#fill}. */
	FILL("cas", CommandOutcome.STORED, CommandOutcome.NOT_STORED),

	/** {@link MemcachedOperations#put}. */
	PUT("set", CommandOutcome.STORED, CommandOutcome.NOT_STORED),

	/** {@link MemcachedOperations#add}. */
	ADD("add", CommandOutcome.STORED, CommandOutcome.NOT_STORED),

	/** {@link MemcachedOperations#compareAndSet}. */
	COMPARE_AND_SET("cas", CommandOutcome.STORED, CommandOutcome.NOT_STORED),

	/** {@link MemcachedOperations#renewLease}. */
	RENEW_LEASE("cas", CommandOutcome.STORED, CommandOutcome.NOT_STORED),

	/** {@link MemcachedOperations#touch}. */
	TOUCH("touch", CommandOutcome.TOUCHED, CommandOutcome.NOT_FOUND),

	/** {@link MemcachedOperations#evict}. */
	EVICT("delete", CommandOutcome.DELETED, CommandOutcome.NOT_FOUND),

	/** {@link MemcachedOperations#evictIfUnchanged}. */
	EVICT_IF_UNCHANGED("delete", CommandOutcome.DELETED, CommandOutcome.NOT_DELETED),

	/** {@link MemcachedOperations#compareAndDelete}. */
	COMPARE_AND_DELETE("delete", CommandOutcome.DELETED, CommandOutcome.NOT_DELETED),

	/** {@link MemcachedOperations#markStaleIfUnchanged}. */
	MARK_STALE_IF_UNCHANGED("delete", CommandOutcome.DELETED, CommandOutcome.NOT_DELETED),

	/** {@link MemcachedOperations#count}, adding. */
	INCREMENT("incr", CommandOutcome.SUCCESS, CommandOutcome.NOT_FOUND),

	/** {@link MemcachedOperations#count}, subtracting. */
	DECREMENT("decr", CommandOutcome.SUCCESS, CommandOutcome.NOT_FOUND),

	/** {@link NodeOperations#ping}. */
	PING("noop", CommandOutcome.SUCCESS, CommandOutcome.OTHER),

	/** {@link NodeOperations#version}. */
	VERSION("version", CommandOutcome.SUCCESS, CommandOutcome.OTHER),

	/** {@link NodeOperations#stats}. */
	STATS("stats", CommandOutcome.SUCCESS, CommandOutcome.OTHER);

	private final String command;

	private final CommandOutcome done;

	private final CommandOutcome notDone;

	Verb(String command, CommandOutcome done, CommandOutcome notDone) {
		this.command = command;
		this.done = done;
		this.notDone = notDone;
	}

	/**
	 * Returns the classic command of memcached that does the same, though what is sent is
	 * a meta command.
	 * @return the command, for example {@code get}
	 */
	public String command() {
		return this.command;
	}

	/**
	 * Tells what became of a command of this verb.
	 * @param result the result of its reply
	 * @return the outcome
	 */
	public CommandOutcome outcome(@Nullable Object result) {
		if (result instanceof StoreResult stored) {
			return CommandOutcome.of(stored);
		}
		boolean nothing = result == null || Boolean.FALSE.equals(result)
				|| (result instanceof Item item && item.isStub());
		return nothing ? this.notDone : this.done;
	}

}
