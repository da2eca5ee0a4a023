package io.github.memcachedspring.cache;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.lease.LeaseFlight;

/**
 * What a caller that has a loader in hand does next.
 */
sealed interface Step {

	/** Returns whether the caller waits for nobody any more. */
	default boolean endsWaiting() {
		return this instanceof Take || this instanceof Load || this instanceof LoadAlone;
	}

	/** Return a value. */
	record Take(Lookup lookup) implements Step {

	}

	/** Load for the whole fleet. */
	record Load(LeasedLoad load) implements Step {

	}

	/** Wait for a load of this JVM. */
	record Join(LeaseFlight<Loaded> flight) implements Step {

	}

	/** Wait for a load elsewhere. */
	record Await(CasToken token, long generation) implements Step {

	}

	/** Load for this JVM, for the fleet's lease cannot be had. */
	record LoadUnstored() implements Step {

	}

	/** Load for this caller, for nobody else's value can be copied. */
	record LoadAlone() implements Step {

	}

}
