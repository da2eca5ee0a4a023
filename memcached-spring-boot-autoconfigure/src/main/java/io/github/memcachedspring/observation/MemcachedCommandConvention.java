package io.github.memcachedspring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and key values of observed commands. A bean of this type replaces
 * {@link DefaultMemcachedCommandConvention}, which is there to be extended.
 *
 * @since 0.1.0
 */
public interface MemcachedCommandConvention extends ObservationConvention<MemcachedCommandContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof MemcachedCommandContext;
	}

}
