package io.github.memcachedspring.annotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * A {@link CacheTtl @CacheTtl} as it was found.
 *
 * @param element the method or class that carries it, directly or by a composed
 * annotation
 * @param value its value, not resolved
 */
record CacheTtlDeclaration(AnnotatedElement element, String value) {

	static @Nullable CacheTtlDeclaration find(Method method, Class<?> targetClass) {
		Method specificMethod = AopUtils.getMostSpecificMethod(method, targetClass);
		// Where Spring looks for @Cacheable, and besides on the target class for methods
		// that
		// it inherits. The target of a repository does not implement its interface.
		return firstOn(specificMethod, method, targetClass, method.getDeclaringClass());
	}

	private static @Nullable CacheTtlDeclaration firstOn(AnnotatedElement... elements) {
		return Arrays.stream(elements)
			.distinct()
			.map(CacheTtlDeclaration::on)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	static @Nullable CacheTtlDeclaration on(AnnotatedElement element) {
		// Not findMergedAnnotation: for it, an annotation written out on a supertype
		// beats a composed one on the element itself.
		return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
			.stream(CacheTtl.class)
			.findFirst()
			.map((annotation) -> of(element, annotation))
			.orElse(null);
	}

	private static CacheTtlDeclaration of(AnnotatedElement element, MergedAnnotation<CacheTtl> annotation) {
		Object source = annotation.getSource();
		return new CacheTtlDeclaration((source instanceof AnnotatedElement found) ? found : element,
				annotation.getString(MergedAnnotation.VALUE));
	}

	String location() {
		return (this.element instanceof Method method) ? location(method) : ((Class<?>) this.element).getName();
	}

	private static String location(Method method) {
		String parameters = Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", "));
		return "%s.%s(%s)".formatted(method.getDeclaringClass().getName(), method.getName(), parameters);
	}

	@Override
	public String toString() {
		return "@CacheTtl(\"%s\") on '%s'".formatted(this.value, location());
	}

}
