package io.github.memcachedspring.annotation;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;

/**
 * An invocation as a resolver sees it that must not notice the rewriting.
 *
 * @param operation the operation as its annotation says
 * @param context the invocation
 */
record RoutedInvocationContext(CacheOperation operation,
		CacheOperationInvocationContext<?> context) implements CacheOperationInvocationContext<CacheOperation> {

	@Override
	public CacheOperation getOperation() {
		return this.operation;
	}

	@Override
	public Object getTarget() {
		return this.context.getTarget();
	}

	@Override
	public Method getMethod() {
		return this.context.getMethod();
	}

	@Override
	public @Nullable Object[] getArgs() {
		return this.context.getArgs();
	}

}
