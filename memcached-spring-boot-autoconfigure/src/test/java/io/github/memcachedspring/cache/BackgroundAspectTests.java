package io.github.memcachedspring.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.AfterReturning;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.support.AopUtils;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests that aspects between the cache and a cached method do their work in a background
 * refresh, and those around the cache have no part in it.
 */
class BackgroundAspectTests {

	private final List<String> trace = Collections.synchronizedList(new ArrayList<>());

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final Queue<FutureTask<?>> loads = new ArrayDeque<>();

	private Executor executor = RefreshExecutor.given(this.tasks::add);

	@ParameterizedTest
	@ValueSource(classes = { ClassProxies.class, InterfaceProxies.class })
	void thoseInsideTheCacheRunInTheBackground(Class<?> proxies) throws Exception {
		find("dune", proxies, Inside.class);
		assertThat(this.trace).isEmpty();
		assertThat(refreshElsewhere()).isEqualTo("dune of the shelf");
		assertThat(this.trace).containsExactlyInAnyOrder("before find[dune]", "around dune", "method",
				"returned dune of the shelf");
	}

	@ParameterizedTest
	@ValueSource(classes = { ClassProxies.class, InterfaceProxies.class })
	void thoseOutsideTheCacheHaveNoPartInIt(Class<?> proxies) throws Exception {
		find("dune", proxies, Inside.class, Outside.class);
		assertThat(this.trace).containsExactly("outside before", "outside returned [dune]", "outside after");
		this.trace.clear();
		assertThat(refreshElsewhere()).isEqualTo("dune of the shelf");
		assertThat(this.trace).containsExactlyInAnyOrder("before find[dune]", "around dune", "method",
				"returned dune of the shelf");
	}

	@ParameterizedTest
	@ValueSource(classes = { ClassProxies.class, InterfaceProxies.class })
	void thoseOutsideTheCacheMayProceedTwice(Class<?> proxies) throws Exception {
		find("twice", proxies, Inside.class, Outside.class);
		assertThat(this.tasks).hasSize(2);
		for (int i = 0; i < 2; i++) {
			this.trace.clear();
			assertThat(refreshElsewhere()).isEqualTo("twice of the shelf");
			assertThat(this.trace).hasSize(4);
		}
	}

	/** Tells when Spring no longer needs our help. */
	@Test
	void theyFailWhereNoInvocationIsExposed() {
		this.executor = this.tasks::add;
		assertThatRefreshFails(InsideBefore.class, "No MethodInvocation found");
		assertThatRefreshFails(Inside.class, "JoinPointMatch was NOT bound in invocation");
	}

	private void assertThatRefreshFails(Class<?> aspect, String message) {
		find("dune", ClassProxies.class, aspect);
		assertThatException().isThrownBy(this::refreshElsewhere).havingRootCause().withMessageContaining(message);
	}

	private void find(String title, Class<?>... configuration) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			SimpleCacheManager manager = new SimpleCacheManager();
			manager.setCaches(List.of(new RefreshingCache()));
			context.registerBean("cacheManager", SimpleCacheManager.class, () -> manager);
			context.registerBean("trace", List.class, () -> this.trace);
			context.register(configuration);
			context.register(Shelf.class);
			context.refresh();
			Library library = context.getBean(Library.class);
			assertThat(AopUtils.isCglibProxy(library)).isEqualTo(configuration[0] == ClassProxies.class);
			assertThat(library.find(title)).isEqualTo("cached");
		}
	}

	/** Returns what the loader of the next task returned. */
	private @Nullable Object refreshElsewhere() throws Exception {
		Runnable task = this.tasks.remove();
		Callers.await(Callers.start(() -> {
			task.run();
			return "ran";
		}));
		return this.loads.remove().get();
	}

	interface Library {

		String find(String title);

	}

	static class Shelf implements Library {

		private final List<String> trace;

		Shelf(List<String> trace) {
			this.trace = trace;
		}

		@Override
		@Cacheable(cacheNames = "books", sync = true)
		public String find(String title) {
			this.trace.add("method");
			return title + " of the shelf";
		}

	}

	/** Without an order it comes after the cache. */
	@Aspect
	static class Inside {

		private final List<String> trace;

		Inside(List<String> trace) {
			this.trace = trace;
		}

		@Before("execution(* *..Library.find(..))")
		void before(JoinPoint joinPoint) {
			this.trace.add("before " + joinPoint.getSignature().getName() + List.of(joinPoint.getArgs()));
		}

		@Around("execution(* *..Library.find(..)) && args(title)")
		@Nullable Object around(ProceedingJoinPoint joinPoint, String title) throws Throwable {
			this.trace.add("around " + title);
			return joinPoint.proceed();
		}

		@AfterReturning(pointcut = "execution(* *..Library.find(..))", returning = "result")
		void returned(String result) {
			this.trace.add("returned " + result);
		}

	}

	@Aspect
	static class InsideBefore {

		@Before("execution(* *..Library.find(..))")
		void before() {
		}

	}

	@Aspect
	@Order(1)
	static class Outside {

		private final List<String> trace;

		Outside(List<String> trace) {
			this.trace = trace;
		}

		@Around("execution(* *..Library.find(..)) && args(title)")
		@Nullable Object around(ProceedingJoinPoint joinPoint, String title) throws Throwable {
			this.trace.add("outside before");
			Object result = joinPoint.proceed();
			if (title.equals("twice")) {
				result = joinPoint.proceed();
			}
			this.trace.add("outside after");
			return result;
		}

		@AfterReturning("execution(* *..Library.find(..))")
		void returned(JoinPoint joinPoint) {
			this.trace.add("outside returned " + List.of(joinPoint.getArgs()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	@EnableAspectJAutoProxy(proxyTargetClass = true)
	static class ClassProxies {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@EnableAspectJAutoProxy
	static class InterfaceProxies {

	}

	/** Answers every call at once, and loads later. */
	private final class RefreshingCache extends ConcurrentMapCache {

		RefreshingCache() {
			super("books");
		}

		@Override
		@SuppressWarnings("unchecked")
		public <T> T get(Object key, Callable<T> valueLoader) {
			FutureTask<T> load = new FutureTask<>(valueLoader);
			BackgroundAspectTests.this.loads.add(load);
			BackgroundAspectTests.this.executor.execute(load);
			return (T) "cached";
		}

	}

}
