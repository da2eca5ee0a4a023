package io.github.memcachedspring.test;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts one {@link MemcachedServer} for a test class and hands it to constructors and
 * methods that have a parameter of that type. Without memcached the class is skipped.
 *
 * <pre class="code">
 * &#64;ExtendWith(MemcachedServerExtension.class)
 * class GetTests {
 *
 *     private final MemcachedServer server;
 *
 *     GetTests(MemcachedServer server) {
 *         this.server = server;
 *     }
 *
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class MemcachedServerExtension implements ExecutionCondition, BeforeAllCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(MemcachedServerExtension.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return MemcachedServer.condition();
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		store(context).computeIfAbsent(MemcachedServer.class, (type) -> MemcachedServer.start(), MemcachedServer.class);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == MemcachedServer.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return store(context).get(MemcachedServer.class, MemcachedServer.class);
	}

	/** JUnit closes what is in a store when the class it belongs to is through. */
	private static Store store(ExtensionContext context) {
		return context.getStore(NAMESPACE);
	}

}
