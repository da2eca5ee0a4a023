package io.github.memcachedspring.autoconfigure;

import java.util.List;

import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers the beans of further clusters. None but the {@code MemcachedCluster} is a
 * candidate for injection by type alone, so that the primary cluster's are found as if
 * these were not there. A bean of the application that has the name of one is used in its
 * place.
 *
 * <p>
 * The definitions consist of names only, as those must that are processed ahead of time;
 * a {@code BeanRegistrar} could not make them no default candidates.
 */
final class FurtherClusterRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	FurtherClusterRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		RootBeanDefinition check = new RootBeanDefinition(FurtherClusterCheck.class);
		// Nobody asks for it.
		check.setLazyInit(false);
		registry.registerBeanDefinition(FurtherClusterCheck.BEAN_NAME, check);
		List<FurtherClusterName> names = FurtherClusterName.all(this.environment);
		if (!names.isEmpty()) {
			registry.registerBeanDefinition(FurtherClusters.BEAN_NAME, new RootBeanDefinition(FurtherClusters.class));
			registerConnections(names, registry);
			names.forEach((name) -> registerAtomic(name, registry));
		}
	}

	private static void registerConnections(List<FurtherClusterName> all, BeanDefinitionRegistry registry) {
		List<FurtherClusterName> names = all.stream()
			.filter((name) -> !registry.containsBeanDefinition(name.operations()))
			.toList();
		RootBeanDefinition connections = new RootBeanDefinition(FurtherClusterConnections.class);
		connections.getConstructorArgumentValues()
			.addIndexedArgumentValue(0, names.stream().map(FurtherClusterName::value).toArray(String[]::new));
		registry.registerBeanDefinition(FurtherClusterConnections.BEAN_NAME, connections);
		for (FurtherClusterName name : names) {
			RootBeanDefinition operations = definition(FurtherClusterConnections.BEAN_NAME, "operations", name);
			// Closed all at the same time by what has connected them.
			operations.setDestroyMethodName("");
			registry.registerBeanDefinition(name.operations(), operations);
			RootBeanDefinition cluster = definition(FurtherClusters.BEAN_NAME, "cluster", name);
			cluster.setDefaultCandidate(true);
			register(name.cluster(), onOperations(cluster, name), registry);
		}
	}

	private static void registerAtomic(FurtherClusterName name, BeanDefinitionRegistry registry) {
		RootBeanDefinition template = definition(FurtherClusters.BEAN_NAME, "atomicUpdateTemplate", name);
		template.setLazyInit(true);
		register(name.atomicUpdateTemplate(), onOperations(template, name), registry);
		RootBeanDefinition counters = definition(FurtherClusters.BEAN_NAME, "counters", name);
		counters.setLazyInit(true);
		register(name.counters(), onOperations(counters, name), registry);
	}

	static RootBeanDefinition definition(String factoryBean, String factoryMethod, FurtherClusterName name) {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setFactoryBeanName(factoryBean);
		definition.setFactoryMethodName(factoryMethod);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name.value());
		definition.setDefaultCandidate(false);
		return definition;
	}

	static RootBeanDefinition onOperations(RootBeanDefinition definition, FurtherClusterName name) {
		definition.getConstructorArgumentValues()
			.addIndexedArgumentValue(1, new RuntimeBeanReference(name.operations()));
		return definition;
	}

	static void register(String beanName, RootBeanDefinition definition, BeanDefinitionRegistry registry) {
		if (!registry.containsBeanDefinition(beanName)) {
			registry.registerBeanDefinition(beanName, definition);
		}
	}

}
