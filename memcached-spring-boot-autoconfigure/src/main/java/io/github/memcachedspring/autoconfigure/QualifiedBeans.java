package io.github.memcachedspring.autoconfigure;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

/**
 * Beans that carry a qualifier which is not known when classes are compiled.
 *
 * @param beanFactory where the beans are
 * @param qualifier the qualifier, or the name of the bean
 */
record QualifiedBeans(ListableBeanFactory beanFactory, String qualifier) {

	/** Returns the bean of a type, or null if there is none. */
	<T> @Nullable T single(Class<T> type) {
		Map<String, T> beans = all(type);
		if (beans.size() > 1) {
			throw new NoUniqueBeanDefinitionException(type, beans.keySet());
		}
		return beans.values().stream().findFirst().orElse(null);
	}

	/** Returns the beans of a type in their order, which only the factory knows. */
	<T> Stream<T> ordered(Class<T> type) {
		Collection<T> beans = all(type).values();
		return beans.isEmpty() ? Stream.empty()
				: this.beanFactory.getBeanProvider(type)
					.orderedStream(ObjectProvider.UNFILTERED)
					.filter((bean) -> beans.stream().anyMatch((qualified) -> qualified == bean));
	}

	private <T> Map<String, T> all(Class<T> type) {
		return BeanFactoryAnnotationUtils.qualifiedBeansOfType(this.beanFactory, type, this.qualifier);
	}

}
