package io.github.memcachedspring.annotation;

import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.util.StringUtils;

/**
 * Copies of cache operations that name another cache resolver. A copy is of exactly the
 * class of its original, since Spring looks operations up by their class, and differs
 * from it and from any other copy in its description, since Spring takes operations with
 * the same description for equal.
 */
final class RoutedOperation {

	private RoutedOperation() {
	}

	/**
	 * Copies an operation.
	 * @param operation the original
	 * @param cacheResolver name of the resolver's bean
	 * @param description what the copy is told apart by
	 * @return the copy, or the original if it is of a class that cannot be copied
	 */
	static CacheOperation copy(CacheOperation operation, String cacheResolver, String description) {
		Class<?> type = operation.getClass();
		if (type == CacheableOperation.class) {
			return copy((CacheableOperation) operation, cacheResolver, description);
		}
		if (type == CachePutOperation.class) {
			return copy((CachePutOperation) operation, cacheResolver, description);
		}
		if (type == CacheEvictOperation.class) {
			return copy((CacheEvictOperation) operation, cacheResolver, description);
		}
		return operation;
	}

	private static CacheOperation copy(CacheableOperation operation, String cacheResolver, String description) {
		CacheableOperation.Builder builder = new CacheableOperation.Builder() {

			@Override
			protected StringBuilder getOperationDescription() {
				return new StringBuilder(description);
			}

		};
		builder.setSync(operation.isSync());
		if (operation.getUnless() != null) {
			builder.setUnless(operation.getUnless());
		}
		return build(builder, operation, cacheResolver);
	}

	private static CacheOperation copy(CachePutOperation operation, String cacheResolver, String description) {
		CachePutOperation.Builder builder = new CachePutOperation.Builder() {

			@Override
			protected StringBuilder getOperationDescription() {
				return new StringBuilder(description);
			}

		};
		if (operation.getUnless() != null) {
			builder.setUnless(operation.getUnless());
		}
		return build(builder, operation, cacheResolver);
	}

	private static CacheOperation copy(CacheEvictOperation operation, String cacheResolver, String description) {
		CacheEvictOperation.Builder builder = new CacheEvictOperation.Builder() {

			@Override
			protected StringBuilder getOperationDescription() {
				return new StringBuilder(description);
			}

		};
		builder.setCacheWide(operation.isCacheWide());
		builder.setBeforeInvocation(operation.isBeforeInvocation());
		return build(builder, operation, cacheResolver);
	}

	private static CacheOperation build(CacheOperation.Builder builder, CacheOperation operation,
			String cacheResolver) {
		if (StringUtils.hasText(operation.getName())) {
			builder.setName(operation.getName());
		}
		builder.setCacheNames(operation.getCacheNames().toArray(String[]::new));
		builder.setKey(operation.getKey());
		builder.setKeyGenerator(operation.getKeyGenerator());
		builder.setCondition(operation.getCondition());
		builder.setCacheManager(operation.getCacheManager());
		builder.setCacheResolver(cacheResolver);
		return builder.build();
	}

}
