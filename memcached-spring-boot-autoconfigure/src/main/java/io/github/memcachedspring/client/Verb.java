package io.github.memcachedspring.client;

import org.jspecify.annotations.Nullable;

/**
 * The verbs of {@link NodeOperations}, for those who do the same to all of them.
 *
 * @since 0.1.0
 */
public enum Verb {

	/** {@link MemcachedOperations#get}. */
	GET("get", Outcome.HIT, Outcome.MISS),

	/** {@link MemcachedOperations#getWithLease}. */
	GET_WITH_LEASE("get", Outcome.HIT, Outcome.MISS),

	/** {@link MemcachedOperations#getForRefresh}. */
	GET_FOR_REFRESH("get", Outcome.HIT, Outcome.MISS),

	/** {@link MemcachedOperations#getAndTouch}. */
	GET_AND_TOUCH("gat", Outcome.HIT, Outcome.MISS),

	/** {@link MemcachedOperations#fill}. */
	FILL("cas", Outcome.STORED, Outcome.NOT_STORED),

	/** {@link MemcachedOperations#put}. */
	PUT("set", Outcome.STORED, Outcome.NOT_STORED),

	/** {@link MemcachedOperations#add}. */
	ADD("add", Outcome.STORED, Outcome.NOT_STORED),

	/** {@link MemcachedOperations#compareAndSet}. */
	COMPARE_AND_SET("cas", Outcome.STORED, Outcome.NOT_STORED),

	/** {@link MemcachedOperations#renewLease}. */
	RENEW_LEASE("cas", Outcome.STORED, Outcome.NOT_STORED),

	/** {@link MemcachedOperations#touch}. */
	TOUCH("touch", Outcome.TOUCHED, Outcome.NOT_FOUND),

	/** {@link MemcachedOperations#evict}. */
	EVICT("delete", Outcome.DELETED, Outcome.NOT_FOUND),

	/** {@link MemcachedOperations#evictIfUnchanged}. */
	EVICT_IF_UNCHANGED("delete", Outcome.DELETED, Outcome.NOT_DELETED),

	/** {@link MemcachedOperations#compareAndDelete}. */
	COMPARE_AND_DELETE("delete", Outcome.DELETED, Outcome.NOT_DELETED),

	/** {@link MemcachedOperations#markStaleIfUnchanged}. */
	MARK_STALE_IF_UNCHANGED("delete", Outcome.DELETED, Outcome.NOT_DELETED),

	/** {@link MemcachedOperations#count}, adding. */
	INCREMENT("incr", Outcome.SUCCESS, Outcome.NOT_FOUND),

	/** {@link MemcachedOperations#count}, subtracting. */
	DECREMENT("decr", Outcome.SUCCESS, Outcome.NOT_FOUND),

	/** {@link NodeOperations#ping}. */
	PING("noop", Outcome.SUCCESS, Outcome.OTHER),

	/** {@link NodeOperations#version}. */
	VERSION("version", Outcome.SUCCESS, Outcome.OTHER),

	/** {@link NodeOperations#stats}. */
	STATS("stats", Outcome.SUCCESS, Outcome.OTHER);

	private final String command;

	private final Outcome done;

	private final Outcome notDone;

	Verb(String command, Outcome done, Outcome notDone) {
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
	public Outcome outcome(@Nullable Object result) {
		if (result instanceof StoreResult stored) {
			return Outcome.of(stored);
		}
		boolean nothing = result == null || Boolean.FALSE.equals(result)
				|| (result instanceof Item item && item.isStub());
		return nothing ? this.notDone : this.done;
	}

}
