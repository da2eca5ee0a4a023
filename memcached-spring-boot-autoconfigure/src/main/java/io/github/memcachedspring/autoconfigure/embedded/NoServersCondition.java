package io.github.memcachedspring.autoconfigure.embedded;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if {@code memcached.servers} is not set. Set to nothing it is set, wrongly, and
 * the start is to fail rather than to fall back to a server that nobody named.
 */
final class NoServersCondition extends SpringBootCondition {

	private static final String SERVERS = "memcached.servers";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean configured = Binder.get(context.getEnvironment())
			.bind(SERVERS, Bindable.listOf(String.class))
			.isBound();
		ConditionMessage.Builder message = ConditionMessage.forCondition("Embedded memcached");
		return configured ? ConditionOutcome.noMatch(message.found("property").items(SERVERS))
				: ConditionOutcome.match(message.didNotFind("property").items(SERVERS));
	}

}
