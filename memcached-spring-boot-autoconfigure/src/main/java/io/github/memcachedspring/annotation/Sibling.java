package io.github.memcachedspring.annotation;

import java.util.List;
import java.util.stream.IntStream;

import io.github.memcachedspring.cache.CacheableInvocation;

import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheableOperation;

/**
 * The place of an operation among its siblings.
 *
 * @param operations all siblings
 * @param index the place, from 0
 */
record Sibling(SiblingOperations operations, int index) {

	CacheableInvocation join(CacheOperationInvocationContext<?> context) {
		return this.operations.join(this.index, context);
	}

	/**
	 * Whether two operations of a method are siblings: {@code @Cacheable} both, and with
	 * keys that are written the same. A view looks for its siblings at its own key, which
	 * would be of no use to one with another key.
	 */
	static boolean areAlike(CacheOperation operation, CacheOperation other) {
		return isCacheable(operation) && isCacheable(other) && operation.getKey().equals(other.getKey())
				&& operation.getKeyGenerator().equals(other.getKeyGenerator());
	}

	private static boolean isCacheable(CacheOperation operation) {
		return operation.getClass() == CacheableOperation.class;
	}

	/** By identity, since an annotation that is repeated makes equal operations. */
	static int indexOf(CacheOperation operation, List<CacheOperation> operations) {
		return IntStream.range(0, operations.size())
			.filter((index) -> operations.get(index) == operation)
			.findFirst()
			.orElse(-1);
	}

	@Override
	public String toString() {
		return "sibling %d of %s".formatted(this.index, this.operations);
	}

}
