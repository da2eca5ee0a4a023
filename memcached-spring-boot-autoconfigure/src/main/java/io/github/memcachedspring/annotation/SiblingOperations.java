package io.github.memcachedspring.annotation;

import java.lang.ref.WeakReference;
import java.util.stream.IntStream;

import io.github.memcachedspring.cache.CacheableInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.util.ClassUtils;

/**
 * Finds out which of a method's operations belong to the same invocation, which Spring
 * does not tell. It asks for the caches of all operations of an invocation on one thread,
 * in their order, and before it uses any of them. So the first operation begins an
 * invocation and the next one belongs to it if it comes right after, on the same object
 * and with the same arguments. One that fits nowhere, for instance since the resolver of
 * another called the method again, gets an invocation of its own: that costs a store, and
 * never mixes two invocations.
 */
final class SiblingOperations {

	// Only between the first and the last operation of an invocation is there a value.
	private final ThreadLocal<Begun> begun = new ThreadLocal<>();

	private final String description;

	private final int size;

	/**
	 * Creates a set of siblings.
	 * @param description tells them apart from any others
	 * @param size how many there are
	 */
	SiblingOperations(String description, int size) {
		this.description = description;
		this.size = size;
	}

	/**
	 * Returns the invocation that an operation belongs to.
	 * @param index the operation's place among its siblings
	 * @param context the operation as Spring runs it
	 * @return what the operation's views share with those of its siblings
	 */
	CacheableInvocation join(int index, CacheOperationInvocationContext<?> context) {
		Begun before = (index > 0) ? this.begun.get() : null;
		CacheableInvocation invocation = (before != null && before.goesOnWith(index, context)) ? before.invocation()
				: new CacheableInvocation();
		if (index + 1 < this.size) {
			this.begun.set(new Begun(invocation, index + 1, new WeakReference<>(context)));
		}
		else {
			this.begun.remove();
		}
		return invocation;
	}

	@Override
	public String toString() {
		return this.description;
	}

	/**
	 * An invocation whose last operation has not come yet, and never does if Spring fails
	 * in between.
	 *
	 * @param invocation what its views share
	 * @param next the place of the operation that comes next
	 * @param last the operation that came last, which Spring holds while it goes on
	 */
	private record Begun(CacheableInvocation invocation, int next,
			WeakReference<CacheOperationInvocationContext<?>> last) {

		boolean goesOnWith(int index, CacheOperationInvocationContext<?> context) {
			CacheOperationInvocationContext<?> before = this.last.get();
			return index == this.next && before != null && before.getTarget() == context.getTarget()
					&& before.getMethod().equals(context.getMethod()) && haveSameArguments(before, context);
		}

		private static boolean haveSameArguments(CacheOperationInvocationContext<?> one,
				CacheOperationInvocationContext<?> other) {
			// Spring copies variable arguments for every operation.
			return one.getArgs() == other.getArgs()
					|| (one.getMethod().isVarArgs() && areSame(one.getArgs(), other.getArgs()));
		}

		private static boolean areSame(@Nullable Object[] some, @Nullable Object[] others) {
			return some.length == others.length
					&& IntStream.range(0, some.length).allMatch((index) -> isSame(some[index], others[index]));
		}

		private static boolean isSame(@Nullable Object one, @Nullable Object other) {
			return one == other || (one != null && ClassUtils.isPrimitiveWrapper(one.getClass()) && one.equals(other));
		}

	}

}
