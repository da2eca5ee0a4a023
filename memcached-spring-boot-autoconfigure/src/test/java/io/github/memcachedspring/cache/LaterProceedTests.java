package io.github.memcachedspring.cache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what Spring's cache interceptor and a background refresh rely on: an invocation
 * can proceed on another thread after it has returned, if it does so only once.
 */
class LaterProceedTests {

	private final List<String> trace = Collections.synchronizedList(new ArrayList<>());

	private final CompletableFuture<MethodInvocation> deferred = new CompletableFuture<>();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theRestOfAnInvocationRunsOnAnotherThreadAfterItsReturn(boolean ofClass) {
		assertThat(proxy(ofClass).find("dune", 2)).isEqualTo("cached");
		assertThat(this.trace).containsExactly("outer before", "outer after");
		this.trace.clear();
		assertThat(proceedElsewhere()).isEqualTo("dune 2");
		assertThat(this.trace).containsExactly("first before", "second before", "target", "second after",
				"first after");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void laterInvocationsDoNotDisturbIt(boolean ofClass) {
		Library proxy = proxy(ofClass);
		proxy.find("dune", 2);
		proxy.find("emma", 3);
		assertThat(proceedElsewhere()).isEqualTo("dune 2");
	}

	/** So a loader that was handed to the background is not to be called again. */
	@Test
	void adviceIsLeftOutTheSecondTime() {
		proxy(true).find("dune", 2);
		proceedElsewhere();
		this.trace.clear();
		assertThat(proceedElsewhere()).isEqualTo("dune 2");
		assertThat(this.trace).containsExactly("target");
	}

	private Library proxy(boolean ofClass) {
		ProxyFactory factory = new ProxyFactory(new Shelf());
		factory.setProxyTargetClass(ofClass);
		factory.addAdvice(traced("outer"));
		factory.addAdvice((MethodInterceptor) (invocation) -> {
			this.deferred.complete(invocation);
			return "cached";
		});
		factory.addAdvice(traced("first"));
		factory.addAdvice(traced("second"));
		Library proxy = (Library) factory.getProxy();
		assertThat(AopUtils.isCglibProxy(proxy)).isEqualTo(ofClass);
		return proxy;
	}

	private MethodInterceptor traced(String name) {
		return (invocation) -> {
			this.trace.add(name + " before");
			Object result = invocation.proceed();
			this.trace.add(name + " after");
			return result;
		};
	}

	private Object proceedElsewhere() {
		return Callers.await(Callers.start(() -> {
			try {
				return this.deferred.join().proceed();
			}
			catch (Throwable ex) {
				throw new AssertionError(ex);
			}
		}));
	}

	interface Library {

		Object find(String title, int copy);

	}

	class Shelf implements Library {

		@Override
		public Object find(String title, int copy) {
			LaterProceedTests.this.trace.add("target");
			return title + " " + copy;
		}

	}

}
