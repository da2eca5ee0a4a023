package io.github.memcachedspring.atomic;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.BiConsumer;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;

/**
 * Has something happen right before verbs are sent, so that races need no luck.
 */
final class Intercepted {

	private Intercepted() {
	}

	/**
	 * Returns the same operations, for which the names and arguments of verbs are told.
	 */
	static MemcachedOperations before(MemcachedOperations target, BiConsumer<String, List<?>> listener) {
		return before(MemcachedOperations.class, target, listener);
	}

	private static <T> T before(Class<T> type, T target, BiConsumer<String, List<?>> listener) {
		return type.cast(Proxy.newProxyInstance(Intercepted.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> {
					listener.accept(method.getName(), (arguments != null) ? List.of(arguments) : List.of());
					try {
						Object result = method.invoke(target, arguments);
						return (result instanceof NodeOperations node) ? before(NodeOperations.class, node, listener)
								: result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				}));
	}

}
