package io.github.memcachedspring.autoconfigure;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers the cache managers of further clusters. Where caching is switched off, as
 * tests do, annotations that name one find a manager that caches nothing.
 */
final class FurtherCacheManagerRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	FurtherCacheManagerRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		boolean off = "none".equalsIgnoreCase(this.environment.getProperty("spring.cache.type"));
		FurtherClusterName.all(this.environment)
			.stream()
			.filter(this::isEnabled)
			.forEach((name) -> FurtherClusterRegistrar.register(name.cacheManager(), off ? noCaches() : manager(name),
					registry));
	}

	private boolean isEnabled(FurtherClusterName name) {
		return this.environment.getProperty(name.property() + ".cache.enabled", Boolean.class, true);
	}

	private static RootBeanDefinition manager(FurtherClusterName name) {
		return FurtherClusterRegistrar
			.onOperations(FurtherClusterRegistrar.definition(FurtherClusters.BEAN_NAME, "cacheManager", name), name);
	}

	private static RootBeanDefinition noCaches() {
		RootBeanDefinition definition = new RootBeanDefinition(NoOpCacheManager.class);
		definition.setDefaultCandidate(false);
		return definition;
	}

}
