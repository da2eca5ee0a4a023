package io.github.memcachedspring.observation;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a wait for the load of another caller.
 *
 * @since 0.1.0
 */
public final class LoadWaitContext extends Observation.Context {

	private final String cacheName;

	private final Object key;

	private @Nullable Boolean inTime;

	/**
	 * Creates the context of a wait.
	 * @param cacheName name of the cache
	 * @param key the key as the caller gave it
	 */
	public LoadWaitContext(String cacheName, Object key) {
		this.cacheName = cacheName;
		this.key = key;
	}

	public String getCacheName() {
		return this.cacheName;
	}

	/**
	 * Returns the key, which no convention of the library makes use of.
	 * @return the key as the caller gave it
	 */
	public Object getKey() {
		return this.key;
	}

	/**
	 * Returns whether there were news of the load in time.
	 * @return {@code false} if the caller gave up, or {@code null} while it waits
	 */
	public @Nullable Boolean getInTime() {
		return this.inTime;
	}

	void setInTime(boolean inTime) {
		this.inTime = inTime;
	}

}
