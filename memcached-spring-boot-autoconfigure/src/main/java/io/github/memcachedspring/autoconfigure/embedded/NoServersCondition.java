package io.github.memcachedspring.autoconfigure.embedded;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches if neither {@code memcached.servers} is set nor
 * {@code memcached.discovery.endpoint}. Servers that are set to nothing are set, wrongly,
 * and the start is to fail rather than to fall back to a server that nobody named. Does
 * not match while an application is processed ahead of time, when nobody knows yet what
 * will be set, unless {@code memcached.embedded.enabled} demands it.
 */
final class NoServersCondition extends SpringBootCondition {

	private static final String SERVERS = "memcached.servers";

	private static final String ENABLED = "memcached.embedded.enabled";

	private static final String ENDPOINT = "memcached.discovery.endpoint";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Embedded memcached");
		if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)
				&& !context.getEnvironment().containsProperty(ENABLED)) {
			return ConditionOutcome.noMatch(message.because("servers may be set later"));
		}
		String property = propertyOfServers(context.getEnvironment());
		if (property != null) {
			return ConditionOutcome.noMatch(message.found("property").items(property));
		}
		return ConditionOutcome.match(message.didNotFind("property", "properties").items(SERVERS, ENDPOINT));
	}

	/** Returns the property that says where the servers are, or null if none does. */
	static @Nullable String propertyOfServers(Environment environment) {
		if (Binder.get(environment).bind(SERVERS, Bindable.listOf(String.class)).isBound()) {
			return SERVERS;
		}
		return StringUtils.hasText(environment.getProperty(ENDPOINT)) ? ENDPOINT : null;
	}

}
