package io.github.memcachedspring.benchmarks.stampede;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

import io.github.memcachedspring.client.MemcachedOperations;
import org.jspecify.annotations.Nullable;

/**
 * Counts the reads of entries that are sent. Those of generation records are not among
 * them: they are addressed to a node.
 */
final class CountingOperations implements InvocationHandler {

	private static final Set<String> READS = Set.of("get", "getWithLease", "getForRefresh", "getAndTouch");

	private final LongAdder reads = new LongAdder();

	private final MemcachedOperations operations;

	CountingOperations(MemcachedOperations operations) {
		this.operations = operations;
	}

	MemcachedOperations asOperations() {
		return (MemcachedOperations) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { MemcachedOperations.class }, this);
	}

	long reads() {
		return this.reads.sum();
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (READS.contains(method.getName())) {
			this.reads.increment();
		}
		try {
			return method.invoke(this.operations, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

}
