package io.github.memcachedspring.cache;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import io.github.memcachedspring.test.MemcachedServer;

/**
 * Gives the tests of a class one server and one set of connections to it: closing these
 * takes most of a second.
 */
final class TestCachesExtension implements ExecutionCondition, BeforeAllCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(TestCachesExtension.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return MemcachedServer.condition();
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		context.getStore(NAMESPACE).computeIfAbsent(Shared.class, (type) -> Shared.start(), Shared.class);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return type == MemcachedServer.class || type == TestCaches.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		Shared shared = context.getStore(NAMESPACE).get(Shared.class, Shared.class);
		return (parameter.getParameter().getType() == TestCaches.class) ? shared.caches : shared.server;
	}

	private record Shared(MemcachedServer server, TestCaches caches) implements AutoCloseable {

		static Shared start() {
			MemcachedServer server = MemcachedServer.start();
			return new Shared(server, TestCaches.on(server));
		}

		@Override
		public void close() {
			this.caches.close();
			this.server.close();
		}

	}

}
