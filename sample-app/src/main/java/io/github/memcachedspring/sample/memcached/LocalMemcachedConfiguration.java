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
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Starts a server from the {@code PATH}, unless {@value #SERVERS} names others or
 * {@value LocalServer#PROPERTY} says otherwise, and tells the starter where it is. If
 * this starts nothing the starter itself starts its embedded server.
 *
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
@Conditional(LocalMemcachedConfiguration.NotEmbeddedCondition.class)
public class LocalMemcachedConfiguration {

	static final String SERVERS = "memcached.servers";

	private static final Logger logger = LoggerFactory.getLogger(LocalMemcachedConfiguration.class);

	@Bean
	LocalMemcached localMemcached(Environment environment) {
		LocalServer kind = LocalServer.of(environment);
		if (kind == LocalServer.NONE) {
			throw new LocalMemcachedException(
					"'%s' is not set, and '%s' is 'none'".formatted(SERVERS, LocalServer.PROPERTY));
		}
		Path executable = MemcachedExecutable.find()
			.orElseThrow(() -> new LocalMemcachedException(
					"'%s' is not set, '%s' is 'path', and there is no 'memcached' on the PATH".formatted(SERVERS,
							LocalServer.PROPERTY)));
		LocalMemcached memcached = LocalMemcached.start(executable);
		logger.info("Using memcached {} at {} (started from '{}'; set '{}' or '{}=embedded' to use another)",
				memcached.version(), memcached.node(), executable, SERVERS, LocalServer.PROPERTY);
		return memcached;
	}

	@Bean
	MemcachedConnectionDetails localMemcachedConnectionDetails(LocalMemcached memcached) {
		return () -> List.of(memcached.node());
	}

	static class NotEmbeddedCondition implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Environment environment = context.getEnvironment();
			boolean configured = Binder.get(environment).bind(SERVERS, Bindable.listOf(String.class)).isBound();
			return !configured && !LocalServer.of(environment).isEmbedded();
		}

	}

}
