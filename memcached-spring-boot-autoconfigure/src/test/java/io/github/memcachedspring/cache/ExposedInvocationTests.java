package io.github.memcachedspring.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ExposedInvocationTests {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<MethodInvocation> exposed = new ArrayList<>();

	private final StringBuilder target = new StringBuilder();

	private final Appendable proxy = proxy();

	private Runnable task = () -> this.exposed.add(ExposeInvocationInterceptor.currentInvocation());

	private RefreshExecutor executor = RefreshExecutor.given(this.tasks::add);

	private Appendable proxy() {
		ProxyFactory factory = new ProxyFactory();
		factory.setTarget(this.target);
		factory.setInterfaces(Appendable.class);
		factory.addAdvisor(ExposeInvocationInterceptor.ADVISOR);
		factory.addAdvice((MethodInterceptor) (invocation) -> {
			this.executor.execute(this.task);
			return null;
		});
		return (Appendable) factory.getProxy();
	}

	private void runElsewhere() {
		Runnable next = this.tasks.remove();
		Callers.await(Callers.start(() -> {
			next.run();
			assertThatIllegalStateException().isThrownBy(ExposeInvocationInterceptor::currentInvocation);
			return "ran";
		}));
	}

	@Test
	void leavesATaskAsItIsWhenNothingIsExposed() {
		assertThat(ExposedInvocation.exposedTo(this.task)).isSameAs(this.task);
	}

	@Test
	void exposesTheInvocationThatMadeTheTaskWhileItRuns() throws Exception {
		this.proxy.append("abc", 1, 2);
		runElsewhere();
		assertThat(this.exposed).singleElement().isInstanceOfSatisfying(ProxyMethodInvocation.class, (invocation) -> {
			assertThat(invocation.getMethod().getName()).isEqualTo("append");
			assertThat(invocation.getStaticPart()).isEqualTo(invocation.getMethod());
			assertThat(invocation.getArguments()).containsExactly("abc", 1, 2);
			assertThat(invocation.getThis()).isSameAs(this.target);
			assertThat(invocation.getProxy()).isSameAs(this.proxy);
		});
	}

	@Test
	void sharesTheAttributesOfTheInvocation() throws Exception {
		List<MethodInvocation> original = new ArrayList<>();
		this.executor = RefreshExecutor.given((task) -> {
			original.add(ExposeInvocationInterceptor.currentInvocation());
			this.tasks.add(task);
		});
		this.task = () -> ((ProxyMethodInvocation) ExposeInvocationInterceptor.currentInvocation())
			.setUserAttribute("attribute", "value");
		this.proxy.append("abc");
		runElsewhere();
		assertThat(original).singleElement()
			.isInstanceOfSatisfying(ProxyMethodInvocation.class,
					(invocation) -> assertThat(invocation.getUserAttribute("attribute")).isEqualTo("value"));
	}

	@Test
	void goesOnWithTheInvocationWhenTheTaskAsksTo() throws Exception {
		this.task = () -> {
			try {
				ExposeInvocationInterceptor.currentInvocation().proceed();
			}
			catch (Throwable ex) {
				throw new AssertionError(ex);
			}
		};
		this.proxy.append("abc");
		assertThat(this.target).isEmpty();
		runElsewhere();
		assertThat(this.target).hasToString("abc");
	}

	@Test
	void passesOnWhatTheTaskThrows() throws Exception {
		this.task = () -> {
			throw new IllegalStateException("on purpose");
		};
		this.proxy.append("abc");
		assertThatIllegalStateException().isThrownBy(() -> this.tasks.remove().run()).withMessage("on purpose");
	}

	@Test
	void isExposedOnlyInsideOtherDecorators() throws Exception {
		List<String> seen = new ArrayList<>();
		this.task = () -> seen.add(ExposeInvocationInterceptor.currentInvocation().getMethod().getName());
		this.executor = this.executor.decoratedBy((inner) -> () -> {
			assertThatIllegalStateException().isThrownBy(ExposeInvocationInterceptor::currentInvocation);
			inner.run();
			seen.add("decorated");
		});
		this.proxy.append("abc");
		runElsewhere();
		assertThat(seen).containsExactly("append", "decorated");
	}

}
