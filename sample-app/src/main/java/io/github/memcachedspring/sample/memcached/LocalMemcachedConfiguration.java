package io.github.memcachedspring.sample.memcached;

import java.nio.file.Path;
import java.util.List;

import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Starts a server of our own, unless {@value #SERVERS} names others, and tells the
 * starter where it is.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(LocalMemcachedConfiguration.NoServersCondition.class)
class LocalMemcachedConfiguration {

	static final String SERVERS = "memcached.servers";

	private static final Logger logger = LoggerFactory.getLogger(LocalMemcachedConfiguration.class);

	@Bean
	LocalMemcached localMemcached() {
		Path executable = MemcachedExecutable.find()
			.orElseThrow(() -> new LocalMemcachedException(
					"'%s' is not set, and there is no 'memcached' on the PATH".formatted(SERVERS)));
		LocalMemcached memcached = LocalMemcached.start(executable);
		logger.info("Using memcached {} at {} (started from '{}'; set '{}' to use another)", memcached.version(),
				memcached.node(), executable, SERVERS);
		return memcached;
	}

	@Bean
	MemcachedConnectionDetails localMemcachedConnectionDetails(LocalMemcached memcached) {
		return () -> List.of(memcached.node());
	}

	static class NoServersCondition implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return Binder.get(context.getEnvironment())
				.bind(SERVERS, Bindable.listOf(String.class))
				.orElse(List.of())
				.isEmpty();
		}

	}

}
