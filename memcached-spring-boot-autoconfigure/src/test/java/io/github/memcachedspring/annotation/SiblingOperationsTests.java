package io.github.memcachedspring.annotation;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;

import io.github.memcachedspring.cache.CacheableInvocation;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheableOperation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class SiblingOperationsTests {

	private static final Method METHOD = Object.class.getMethods()[0];

	private static final Method OTHER_METHOD = Object.class.getMethods()[1];

	private final SiblingOperations siblings = new SiblingOperations("books", 3);

	private final Object target = new Object();

	private final Object[] arguments = { "a" };

	@Test
	void sharesFromTheFirstToTheLast() {
		Call call = new Call(this.target, this.arguments);
		CacheableInvocation invocation = this.siblings.join(0, call);
		assertThat(this.siblings.join(1, call)).isSameAs(invocation);
		assertThat(this.siblings.join(2, call)).isSameAs(invocation);
	}

	@Test
	void beginsAnewWithTheFirst() {
		Call call = new Call(this.target, this.arguments);
		CacheableInvocation invocation = this.siblings.join(0, call);
		CacheableInvocation second = this.siblings.join(0, call);
		assertThat(second).isNotSameAs(invocation);
		assertThat(this.siblings.join(1, call)).isSameAs(second);
	}

	@Test
	void refusesOneThatIsNotNext() {
		Call call = new Call(this.target, this.arguments);
		CacheableInvocation invocation = this.siblings.join(0, call);
		assertThat(this.siblings.join(2, call)).isNotSameAs(invocation);
		assertThat(this.siblings.join(1, call)).isNotSameAs(invocation);
	}

	@Test
	void refusesAfterTheLast() {
		Call call = new Call(this.target, this.arguments);
		CacheableInvocation invocation = this.siblings.join(0, call);
		this.siblings.join(1, call);
		this.siblings.join(2, call);
		assertThat(this.siblings.join(1, call)).isNotSameAs(invocation);
	}

	@Test
	void refusesOtherArgumentsThatAreEqual() {
		Call call = new Call(this.target, this.arguments);
		CacheableInvocation invocation = this.siblings.join(0, call);
		assertThat(this.siblings.join(1, new Call(this.target, this.arguments.clone()))).isNotSameAs(invocation);
	}

	@Test
	void refusesAnotherTarget() {
		Call call = new Call(this.target, this.arguments);
		CacheableInvocation invocation = this.siblings.join(0, call);
		assertThat(this.siblings.join(1, new Call(new Object(), this.arguments))).isNotSameAs(invocation);
	}

	@Test
	void refusesAnotherMethod() {
		Call call = new Call(this.target, this.arguments);
		CacheableInvocation invocation = this.siblings.join(0, call);
		assertThat(this.siblings.join(1, new Call(this.target, this.arguments, OTHER_METHOD))).isNotSameAs(invocation);
	}

	@Test
	void refusesAnotherThread() throws InterruptedException {
		Call call = new Call(this.target, this.arguments);
		CacheableInvocation invocation = this.siblings.join(0, call);
		CacheableInvocation[] other = new CacheableInvocation[1];
		Thread thread = new Thread(() -> other[0] = this.siblings.join(1, call));
		thread.start();
		thread.join();
		assertThat(other[0]).isNotNull().isNotSameAs(invocation);
	}

	@Test
	void retainsNoArgumentsOfAnInvocationThatNeverGoesOn() {
		WeakReference<Call> call = new WeakReference<>(new Call(this.target, new Object[] { new byte[1_000] }));
		Call held = call.get();
		if (held != null) {
			this.siblings.join(0, held);
		}
		held = null;
		assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
			while (call.get() != null) {
				System.gc();
				Thread.onSpinWait();
			}
		});
	}

	@Test
	void needNoMemoryOfTheThreadWhenAMethodHasOneCacheableOperation() {
		CacheRoutes routes = new CacheRoutes("ours", new StaticListableBeanFactory());
		CachePutOperation.Builder put = new CachePutOperation.Builder();
		put.setCacheName("new");
		List<CacheOperation> routed = routes.add(List.of(cacheable("books", "#isbn"), put.build()), "aspect",
				new CacheInterceptor());
		assertThat(routed).extracting((operation) -> routes.get(operation).sibling()).containsExactly(null, null);
	}

	@Test
	void areTheSameForOperationsThatAreReadTwice() {
		CacheRoutes routes = new CacheRoutes("ours", new StaticListableBeanFactory());
		CacheInterceptor aspect = new CacheInterceptor();
		List<CacheOperation> first = routes.add(pair("shelves"), "aspect", aspect);
		assertThat(routes.add(pair("shelves"), "aspect", aspect)).isEqualTo(first);
		assertThat(routes.get(first.get(0)).sibling().operations())
			.isSameAs(routes.get(first.get(1)).sibling().operations());
	}

	@Test
	void areOthersForAnOperationThatHasOtherCompany() {
		CacheRoutes routes = new CacheRoutes("ours", new StaticListableBeanFactory());
		CacheInterceptor aspect = new CacheInterceptor();
		CacheOperation one = routes.add(pair("shelves"), "aspect", aspect).get(0);
		CacheOperation other = routes.add(pair("new"), "aspect", aspect).get(0);
		CacheOperation alone = routes.add(List.of(cacheable("books", "#isbn")), "aspect", aspect).get(0);
		assertThat(List.of(one, other, alone)).doesNotHaveDuplicates();
		assertThat(routes.get(alone).sibling()).isNull();
		assertThat(routes.get(one).sibling().operations()).isNotSameAs(routes.get(other).sibling().operations());
	}

	private static List<CacheOperation> pair(String second) {
		return List.of(cacheable("books", "#isbn"), cacheable(second, "#isbn"));
	}

	private static CacheOperation cacheable(String cacheName, String key) {
		CacheableOperation.Builder builder = new CacheableOperation.Builder();
		builder.setCacheName(cacheName);
		builder.setKey(key);
		return builder.build();
	}

	private record Call(Object target, Object[] args,
			Method method) implements CacheOperationInvocationContext<CacheOperation> {

		Call(Object target, Object[] args) {
			this(target, args, METHOD);
		}

		@Override
		public CacheOperation getOperation() {
			return cacheable("books", "");
		}

		@Override
		public Object getTarget() {
			return this.target;
		}

		@Override
		public Method getMethod() {
			return this.method;
		}

		@Override
		public Object[] getArgs() {
			return this.args;
		}

	}

}
