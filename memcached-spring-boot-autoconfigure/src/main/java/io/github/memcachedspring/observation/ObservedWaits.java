package io.github.memcachedspring.observation;

import io.github.memcachedspring.cache.LoadWaitListener;
import io.micrometer.observation.Observation;

/**
 * Observes waits as children of what is current on the thread of the call.
 */
final class ObservedWaits implements LoadWaitListener {

	private final MemcachedObservations observations;

	ObservedWaits(MemcachedObservations observations) {
		this.observations = observations;
	}

	@Override
	public Caller called(String cache, Object key) {
		if (this.observations.isOff()) {
			return Caller.UNHEARD;
		}
		Observation parent = this.observations.current();
		return () -> end(this.observations.wait(cache, key, parent));
	}

	private Wait end(Observation observation) {
		return (inTime) -> this.observations.stop(() -> {
			if (observation.getContext() instanceof LoadWaitContext context) {
				context.setInTime(inTime);
			}
			observation.stop();
		});
	}

}
