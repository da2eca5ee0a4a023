package io.github.memcachedspring.autoconfigure;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Refuses clusters that an application which was processed ahead of time has no beans
 * for. Where beans are optional nobody would notice.
 */
final class FurtherClusterCheck implements InitializingBean {

	static final String BEAN_NAME = "memcachedFurtherClusterCheck";

	private final Environment environment;

	private final ListableBeanFactory beanFactory;

	FurtherClusterCheck(Environment environment, ListableBeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterPropertiesSet() {
		FurtherClusterName.all(this.environment).forEach(this::check);
	}

	private void check(FurtherClusterName name) {
		if (!this.beanFactory.containsBeanDefinition(name.operations())) {
			throw new InvalidConfigurationPropertyValueException(FurtherClusterName.ROOT, name.value(),
					"The application was processed ahead of time without the cluster '%s'. Set '%s.*' then, too."
						.formatted(name.value(), name.property()));
		}
	}

}
