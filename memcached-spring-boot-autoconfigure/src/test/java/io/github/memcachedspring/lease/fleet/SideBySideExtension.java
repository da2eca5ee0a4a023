package io.github.memcachedspring.lease.fleet;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs the tests of a class at the same time. JUnit's own way would run all tests of the
 * module on other threads than before.
 */
final class SideBySideExtension implements InvocationInterceptor {

	private static final Namespace NAMESPACE = Namespace.create(SideBySideExtension.class);

	@Override
	public void interceptTestMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> invocationContext,
			ExtensionContext context) throws Throwable {
		invocation.skip();
		Object instance = context.getRequiredTestInstance();
		Runs runs = context.getParent()
			.orElseThrow()
			.getStore(NAMESPACE)
			.computeIfAbsent(Runs.class, (type) -> Runs.start(instance), Runs.class);
		try {
			runs.results().get(invocationContext.getExecutable()).get();
		}
		catch (ExecutionException ex) {
			throw ex.getCause();
		}
	}

	private record Runs(Map<Method, CompletableFuture<@Nullable Void>> results) {

		static Runs start(Object instance) {
			return new Runs(Arrays.stream(instance.getClass().getDeclaredMethods())
				.filter((method) -> method.isAnnotationPresent(Test.class))
				.collect(
						Collectors.toMap(Function.identity(), (method) -> Threads.start(() -> run(method, instance)))));
		}

		private static void run(Method method, Object instance) throws Throwable {
			method.setAccessible(true);
			try {
				method.invoke(instance);
			}
			catch (InvocationTargetException ex) {
				throw ex.getCause();
			}
		}

	}

}
