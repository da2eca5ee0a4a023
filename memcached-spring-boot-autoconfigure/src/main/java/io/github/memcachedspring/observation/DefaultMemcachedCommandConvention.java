package io.github.memcachedspring.observation;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.observation.MemcachedObservation.CommandKey;
import io.micrometer.common.KeyValues;

/**
 * The attributes of database calls as
 * <a href="https://opentelemetry.io/docs/specs/semconv/db/database-spans/">OpenTelemetry
 * has settled on them</a>, and two of our own. Nothing of high cardinality, so no keys.
 *
 * @since 0.1.0
 */
public class DefaultMemcachedCommandConvention implements MemcachedCommandConvention {

	static final MemcachedCommandConvention INSTANCE = new DefaultMemcachedCommandConvention();

	@Override
	public String getName() {
		return "memcached.command";
	}

	@Override
	public String getContextualName(MemcachedCommandContext context) {
		return context.getVerb().command() + " " + context.getNode();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(MemcachedCommandContext context) {
		MemcachedNode node = context.getNode();
		KeyValues keyValues = KeyValues.of(CommandKey.SYSTEM.withValue("memcached"),
				CommandKey.OPERATION.withValue(context.getVerb().command()),
				CommandKey.SERVER_ADDRESS.withValue(node.host()),
				CommandKey.SERVER_PORT.withValue(String.valueOf(node.port())),
				CommandKey.CLUSTER.withValue(context.getClusterName()));
		if (context.getOutcome() != null) {
			keyValues = keyValues.and(CommandKey.OUTCOME.withValue(context.getOutcome().toString()));
		}
		Throwable error = context.getError();
		return (error != null) ? keyValues.and(CommandKey.ERROR_TYPE.withValue(error.getClass().getName())) : keyValues;
	}

}
