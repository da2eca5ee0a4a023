package io.github.memcachedspring.autoconfigure.embedded;

import io.github.memcachedspring.embedded.EmbeddedMemcached;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.util.ClassUtils;

/**
 * Ends the faults of the embedded server with the test that ordered them: other tests,
 * also of other classes, share the context and with it the server. Spring's test
 * framework calls it for every test, whether there is a server or not.
 */
final class FaultsTestExecutionListener implements TestExecutionListener {

	private static final boolean PRESENT = ClassUtils.isPresent("io.github.memcachedspring.embedded.EmbeddedMemcached",
			FaultsTestExecutionListener.class.getClassLoader());

	@Override
	public void afterTestMethod(TestContext test) {
		if (PRESENT && test.hasApplicationContext()) {
			Faults.clear(test.getApplicationContext());
		}
	}

	/** Linked only if the server's classes are there. */
	private static final class Faults {

		static void clear(ApplicationContext context) {
			context.getBeanProvider(EmbeddedMemcached.class).forEach((server) -> server.faults().clear());
		}

	}

}
