package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import net.rubyeye.xmemcached.MemcachedClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.util.unit.DataSize;

/**
 * Auto-configuration of the memcached client.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(MemcachedClient.class)
@EnableConfigurationProperties(MemcachedProperties.class)
public final class MemcachedAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(MemcachedConnectionDetails.class)
	PropertiesMemcachedConnectionDetails memcachedConnectionDetails(MemcachedProperties properties) {
		return new PropertiesMemcachedConnectionDetails(properties);
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(MemcachedOperations.class)
	XMemcachedOperations memcachedOperations(MemcachedConnectionDetails connectionDetails,
			MemcachedProperties properties, ObjectProvider<XMemcachedSettingsCustomizer> customizers) {
		XMemcachedSettings settings = settings(connectionDetails.getNodes(), properties);
		for (XMemcachedSettingsCustomizer customizer : customizers.orderedStream().toList()) {
			settings = customizer.customize(settings);
		}
		return XMemcachedOperations.connect(settings);
	}

	private static XMemcachedSettings settings(List<MemcachedNode> nodes, MemcachedProperties properties) {
		DataSize maxItemSize = properties.getMaxItemSize();
		if (maxItemSize.toBytes() < 1024 || maxItemSize.toBytes() > 1024 * 1024 * 1024) {
			throw new InvalidConfigurationPropertyValueException("memcached.max-item-size", maxItemSize,
					"An item may have 1KB to 1GB, the range of memcached's option '-I'. For example '1MB'.");
		}
		return XMemcachedSettings.of(nodes)
			.timeout(atLeastOneMillisecond("memcached.timeout", properties.getTimeout()))
			.connectTimeout(atLeastOneMillisecond("memcached.connect-timeout", properties.getConnectTimeout()))
			.maxItemSize((int) maxItemSize.toBytes());
	}

	private static Duration atLeastOneMillisecond(String property, Duration value) {
		if (value.toMillis() < 1) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"A timeout must be at least 1ms, for example '500ms'.");
		}
		return value;
	}

}
