package io.github.memcachedspring.sample.dashboard;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts the counting of SQL statements around the data source.
 */
@Configuration(proxyBeanMethods = false)
class SqlCountingConfiguration {

	@Bean
	static BeanPostProcessor sqlCountingPostProcessor(ObjectProvider<SqlCounter> counter) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof DataSource dataSource) ? new CountingDataSource(dataSource, counter.getObject())
						: bean;
			}

		};
	}

}
