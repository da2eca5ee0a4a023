package io.github.memcachedspring.observation;

import io.github.memcachedspring.observation.MemcachedObservation.LoadWaitKey;
import io.micrometer.common.KeyValues;

/**
 * The cache, and how the wait ended.
 *
 * @since 0.1.0
 */
public class DefaultLoadWaitConvention implements LoadWaitConvention {

	static final LoadWaitConvention INSTANCE = new DefaultLoadWaitConvention();

	@Override
	public String getName() {
		return "memcached.load.wait";
	}

	@Override
	public String getContextualName(LoadWaitContext context) {
		return "wait for load " + context.getCacheName();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(LoadWaitContext context) {
		KeyValues keyValues = KeyValues.of(LoadWaitKey.CACHE.withValue(context.getCacheName()));
		Boolean inTime = context.getInTime();
		return (inTime != null) ? keyValues.and(LoadWaitKey.OUTCOME.withValue(inTime ? "ended" : "given-up"))
				: keyValues;
	}

}
