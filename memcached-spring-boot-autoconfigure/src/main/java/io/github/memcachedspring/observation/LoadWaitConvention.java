package io.github.memcachedspring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and key values of observed waits. A bean of this type replaces
 * {@link DefaultLoadWaitConvention}, which is there to be extended.
 *
 * @since 0.1.0
 */
public interface LoadWaitConvention extends ObservationConvention<LoadWaitContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof LoadWaitContext;
	}

}
