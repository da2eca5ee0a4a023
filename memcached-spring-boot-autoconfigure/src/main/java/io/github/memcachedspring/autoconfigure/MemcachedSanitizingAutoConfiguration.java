package io.github.memcachedspring.autoconfigure;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that keeps passwords for memcached out of Actuator's endpoints,
 * whatever these are set to show.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class MemcachedSanitizingAutoConfiguration {

	@Bean
	SanitizingFunction memcachedSanitizingFunction() {
		return SanitizingFunction.sanitizeValue().ifMatches(MemcachedSecrets::isSecret);
	}

}
