package io.github.memcachedspring.autoconfigure.aot;

import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.Set;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.util.ClassUtils;

/**
 * Has types, and those of their properties, read and written by either codec.
 *
 * @param types what methods return
 */
record CachedValueHints(Set<Type> types) implements BeanRegistrationAotContribution {

	private static final BindingReflectionHintsRegistrar BINDING = new BindingReflectionHintsRegistrar();

	@Override
	public void applyTo(GenerationContext context, BeanRegistrationCode code) {
		register(context.getRuntimeHints().reflection());
	}

	void register(ReflectionHints hints) {
		Type[] bound = this.types.toArray(Type[]::new);
		BINDING.registerReflectionHints(hints, bound);
		// Apart, to learn which types were found.
		ReflectionHints found = new RuntimeHints().reflection();
		BINDING.registerReflectionHints(found, bound);
		found.typeHints().forEach((hint) -> serialize(hints, hint.getType()));
	}

	private static void serialize(ReflectionHints hints, TypeReference reference) {
		if (ClassUtils.isPresent(reference.getName(), null)) {
			Class<?> type = ClassUtils.resolveClassName(reference.getName(), null);
			if (Serializable.class.isAssignableFrom(type)) {
				hints.registerJavaSerialization(type);
			}
		}
	}

}
