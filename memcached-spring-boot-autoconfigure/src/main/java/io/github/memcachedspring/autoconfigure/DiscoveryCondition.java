package io.github.memcachedspring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches if {@code memcached.discovery.endpoint} is set to anything, or may be set where
 * an application runs that is processed ahead of time.
 */
final class DiscoveryCondition extends SpringBootCondition {

	static final String ENDPOINT = "memcached.discovery.endpoint";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean configured = StringUtils.hasText(context.getEnvironment().getProperty(ENDPOINT));
		ConditionMessage.Builder message = ConditionMessage.forCondition("Memcached discovery");
		if (AheadOfTime.isProcessing()) {
			return ConditionOutcome.match(message.because("it may be found later"));
		}
		return configured ? ConditionOutcome.match(message.found("property").items(ENDPOINT))
				: ConditionOutcome.noMatch(message.didNotFind("property").items(ENDPOINT));
	}

}
