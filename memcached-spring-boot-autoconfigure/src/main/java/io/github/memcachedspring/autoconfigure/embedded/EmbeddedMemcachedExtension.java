package io.github.memcachedspring.autoconfigure.embedded;

import java.util.function.UnaryOperator;

import io.github.memcachedspring.embedded.EmbeddedMemcached;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands an embedded memcached to JUnit Jupiter tests that do without Spring: to
 * constructors and methods with a parameter of type {@link EmbeddedMemcached}.
 *
 * <pre class="code">
 * &#64;ExtendWith(EmbeddedMemcachedExtension.class)
 * class PriceCacheTests {
 *
 *     &#64;Test
 *     void forgetsPricesAfterAMinute(EmbeddedMemcached memcached) {
 *         memcached.clock().advance(Duration.ofMinutes(1));
 *     }
 *
 * }
 * </pre>
 *
 * Each test has an empty server of its own, started when it is first asked for and closed
 * after the test. If a {@code @BeforeAll} method asks for it, all tests of the class
 * share that one; so they do in classes with one instance for all tests if the
 * constructor asks for it. Faults of a shared server end with the test that ordered them.
 *
 * @since 0.1.0
 */
public final class EmbeddedMemcachedExtension implements ParameterResolver, AfterEachCallback {

	private static final Namespace NAMESPACE = Namespace.create(EmbeddedMemcachedExtension.class);

	private final UnaryOperator<EmbeddedMemcached.Builder> settings;

	/**
	 * Starts servers with the defaults of {@link EmbeddedMemcached#builder()}. For use in
	 * {@code @ExtendWith}.
	 */
	public EmbeddedMemcachedExtension() {
		this((builder) -> builder);
	}

	/**
	 * Starts servers with other settings. For use in a field with
	 * {@code @RegisterExtension}.
	 * @param settings changes the builder of each server
	 */
	public EmbeddedMemcachedExtension(UnaryOperator<EmbeddedMemcached.Builder> settings) {
		this.settings = settings;
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == EmbeddedMemcached.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		// JUnit closes what is in a store when the test or class it belongs to is
		// through.
		return context.getStore(NAMESPACE)
			.computeIfAbsent(EmbeddedMemcached.class,
					(type) -> this.settings.apply(EmbeddedMemcached.builder()).start(), EmbeddedMemcached.class);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		EmbeddedMemcached server = context.getStore(NAMESPACE).get(EmbeddedMemcached.class, EmbeddedMemcached.class);
		if (server != null) {
			server.faults().clear();
		}
	}

	/** Else the server of a constructor would be that of all tests. */
	@Override
	public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
		return ExtensionContextScope.TEST_METHOD;
	}

}
