package io.github.memcachedspring.autoconfigure.embedded;

import java.util.List;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Brings the server of {@link AutoConfigureEmbeddedMemcached} into the context. Spring
 * asks it only for tests with the annotation.
 */
final class EmbeddedMemcachedContextCustomizerFactory implements ContextCustomizerFactory {

	private static final String SERVER = "io.github.memcachedspring.embedded.EmbeddedMemcached";

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		if (!ClassUtils.isPresent(SERVER, getClass().getClassLoader())) {
			throw new IllegalStateException("'@AutoConfigureEmbeddedMemcached' needs "
					+ "'io.github.memcachedspring:memcached-embedded' on the class path. Add it with scope 'test'.");
		}
		return new Customizer();
	}

	/** All are equal, so that tests can share a context. */
	private record Customizer() implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
			new AnnotatedBeanDefinitionReader((BeanDefinitionRegistry) context.getBeanFactory())
				.register(EmbeddedMemcachedTestConfiguration.class);
		}

	}

}
