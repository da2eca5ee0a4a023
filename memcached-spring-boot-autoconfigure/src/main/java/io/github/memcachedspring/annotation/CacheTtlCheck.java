package io.github.memcachedspring.annotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.util.ReflectionUtils.MethodFilter;
import org.springframework.util.function.SingletonSupplier;

/**
 * The check of one class: every value must be valid, and an annotation written on the
 * class itself or on one of its own methods must have something to act on. An inherited
 * one need not: another implementation may cache what this one does not.
 */
final class CacheTtlCheck {

	private static final String NOTHING_STORED = "it has no effect, "
			+ "nothing is stored by Spring's @Cacheable or @CachePut there";

	private static final String WAY_OUT = "Add one of them, or remove @CacheTtl";

	private final Class<?> type;

	private final CacheTtlSource timesToLive;

	private final SingletonSupplier<List<CacheOperationSource>> sources;

	CacheTtlCheck(Class<?> type, CacheTtlSource timesToLive, Supplier<List<CacheOperationSource>> sources) {
		this.type = type;
		this.timesToLive = timesToLive;
		this.sources = SingletonSupplier.of(sources);
	}

	void run() {
		CacheTtlDeclaration onType = CacheTtlDeclaration.on(this.type);
		if (onType != null) {
			check(onType, this.type);
		}
		MetadataLookup<CacheTtlDeclaration> onMethod = CacheTtlDeclaration::on;
		Map<Method, CacheTtlDeclaration> onMethods = MethodIntrospector.selectMethods(this.type, onMethod);
		onMethods.forEach((method, declaration) -> check(declaration, method));
	}

	private void check(CacheTtlDeclaration declaration, AnnotatedElement element) {
		this.timesToLive.resolve(declaration);
		boolean own = declaration.element().equals(element);
		if (own && !this.sources.obtain().isEmpty() && !isStoredFrom(element)) {
			throw new InvalidCacheTtlException(declaration, NOTHING_STORED, WAY_OUT);
		}
	}

	private boolean isStoredFrom(AnnotatedElement element) {
		if (element instanceof Method method) {
			return isStoredFrom(method);
		}
		MethodFilter stored = this::isStoredFrom;
		return !MethodIntrospector.selectMethods(this.type, stored).isEmpty();
	}

	private boolean isStoredFrom(Method method) {
		return this.sources.obtain()
			.stream()
			.map((source) -> source.getCacheOperations(method, this.type))
			.anyMatch((operations) -> operations != null && stores(operations));
	}

	private static boolean stores(Collection<CacheOperation> operations) {
		return operations.stream().anyMatch((operation) -> !(operation instanceof CacheEvictOperation));
	}

}
