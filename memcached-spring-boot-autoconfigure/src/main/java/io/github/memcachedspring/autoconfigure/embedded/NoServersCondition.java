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
 * and the start is to fail rather than to fall back to a server that nobody named. Unless
 * {@code memcached.embedded.enabled} demands a server, does not match either where they
 * are set as the Sixhours starter has it, which is refused, nor while an application is
 * processed ahead of time, when nobody knows yet what will be set.
 */
final class NoServersCondition extends SpringBootCondition {

	private static final String SERVERS = "memcached.servers";

	private static final String ENABLED = "memcached.embedded.enabled";

	private static final String SIXHOURS_SERVERS = "memcached.cache.servers";

	private static final String ENDPOINT = "memcached.discovery.endpoint";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Embedded memcached");
		Environment environment = context.getEnvironment();
		boolean demanded = environment.containsProperty(ENABLED);
		if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING) && !demanded) {
			return ConditionOutcome.noMatch(message.because("servers may be set later"));
		}
		if (isSet(environment, SIXHOURS_SERVERS) && !demanded) {
			return ConditionOutcome.noMatch(message.found("property").items(SIXHOURS_SERVERS));
		}
		String property = propertyOfServers(environment);
		if (property != null) {
			return ConditionOutcome.noMatch(message.found("property").items(property));
		}
		return ConditionOutcome.match(message.didNotFind("property", "properties").items(SERVERS, ENDPOINT));
	}

	/** Returns the property that says where the servers are, or null if none does. */
	static @Nullable String propertyOfServers(Environment environment) {
		if (isSet(environment, SERVERS)) {
			return SERVERS;
		}
		return StringUtils.hasText(environment.getProperty(ENDPOINT)) ? ENDPOINT : null;
	}

	private static boolean isSet(Environment environment, String servers) {
		return Binder.get(environment).bind(servers, Bindable.listOf(String.class)).isBound();
	}

}
