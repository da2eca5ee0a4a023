package io.github.memcachedspring.cache;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;

/**
 * What {@link ExposeInvocationInterceptor#currentInvocation()} returns while a task runs
 * on another thread: the invocation that was exposed where the task was made, but that to
 * proceed is to run the task. Advice of aspects between the cache and a cached method
 * looks there for its join point and for the arguments that its pointcut binds.
 */
final class ExposedInvocation implements ProxyMethodInvocation, Runnable {

	private final ProxyMethodInvocation invocation;

	private @Nullable Runnable task;

	private ExposedInvocation(ProxyMethodInvocation invocation, Runnable task) {
		this.invocation = invocation;
		this.task = task;
	}

	/** Returns the task as it is when this thread exposes no invocation. */
	static Runnable exposedTo(Runnable task) {
		if (!(current() instanceof ProxyMethodInvocation invocation)) {
			return task;
		}
		// Makes the map that an invocation and its clones share, before both threads use
		// it.
		invocation.setUserAttribute(ExposedInvocation.class.getName(), Boolean.TRUE);
		return new ExposedInvocation(invocation, task);
	}

	private static @Nullable MethodInvocation current() {
		try {
			return ExposeInvocationInterceptor.currentInvocation();
		}
		catch (IllegalStateException ex) {
			return null;
		}
	}

	@Override
	public void run() {
		try {
			ExposeInvocationInterceptor.INSTANCE.invoke(this);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

	@Override
	public @Nullable Object proceed() throws Throwable {
		Runnable first = this.task;
		if (first == null) {
			return this.invocation.proceed();
		}
		this.task = null;
		first.run();
		return null;
	}

	@Override
	public Object getProxy() {
		return this.invocation.getProxy();
	}

	@Override
	public MethodInvocation invocableClone() {
		return this.invocation.invocableClone();
	}

	@Override
	public MethodInvocation invocableClone(@Nullable Object... arguments) {
		return this.invocation.invocableClone(arguments);
	}

	@Override
	public void setArguments(@Nullable Object... arguments) {
		this.invocation.setArguments(arguments);
	}

	@Override
	public void setUserAttribute(String key, @Nullable Object value) {
		this.invocation.setUserAttribute(key, value);
	}

	@Override
	public @Nullable Object getUserAttribute(String key) {
		return this.invocation.getUserAttribute(key);
	}

	@Override
	public Method getMethod() {
		return this.invocation.getMethod();
	}

	@Override
	public @Nullable Object[] getArguments() {
		return this.invocation.getArguments();
	}

	@Override
	public @Nullable Object getThis() {
		return this.invocation.getThis();
	}

	@Override
	public AccessibleObject getStaticPart() {
		return this.invocation.getStaticPart();
	}

}
